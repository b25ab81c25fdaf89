package dev.toolflow.examples.avatars;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.image.GeneratedImage;
import dev.toolflow.image.ImageGenerationOutput;
import dev.toolflow.step.StepResult;
import dev.toolflow.step.StepStatus;
import dev.toolflow.store.ImageStore;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What was made for a persona and paid for, whether all of it was done or not. Immutable.
 *
 * @param selfie or null
 * @param variations or null
 * @param sheets the contact sheets that were accepted
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Kept(
        @Nullable GeneratedImage selfie, @Nullable Variations variations, List<KeptSheet> sheets) {
    private static final Kept NOTHING = new Kept(null, null, List.of());

    /** Copies the list. */
    public Kept {
        sheets = List.copyOf(sheets);
    }

    /**
     * A contact sheet.
     *
     * @param number 1 or 2
     * @param image the picture
     */
    public record KeptSheet(int number, GeneratedImage image) {}

    /** Nothing at all. */
    public static Kept nothing() {
        return NOTHING;
    }

    /** This, and what another run made beyond it, or anew. */
    public Kept and(ToolFlowResult<Avatars> result) {
        GeneratedImage newSelfie = accepted(result.steps(AvatarFlow.SELFIE).stream())
                .map(ImageGenerationOutput::image)
                .findFirst()
                .orElse(selfie);
        Variations newVariations = accepted(result.steps(AvatarFlow.VARIATIONS).stream())
                .findFirst()
                .orElse(variations);
        List<KeptSheet> newSheets = result.steps(AvatarFlow.GRID).stream()
                .flatMap(step -> accepted(Stream.of(step)).map(made -> new KeptSheet(number(step.id()), made.image())))
                .toList();
        List<Integer> drawn = newSheets.stream().map(KeptSheet::number).toList();
        Stream<KeptSheet> still = sheets.stream().filter(sheet -> !drawn.contains(sheet.number()));
        return new Kept(
                newSelfie,
                newVariations,
                Stream.concat(still, newSheets.stream()).toList());
    }

    /** What of it is still in the store. Sheets without the selfie that they were made from are of no use. */
    public Kept in(ImageStore store) {
        if (selfie == null || !store.contains(selfie)) {
            return new Kept(null, variations, List.of());
        }
        return new Kept(
                selfie,
                variations,
                sheets.stream().filter(sheet -> store.contains(sheet.image())).toList());
    }

    Optional<GeneratedImage> sheet(int number) {
        return sheets.stream()
                .filter(sheet -> sheet.number() == number)
                .map(KeptSheet::image)
                .findFirst();
    }

    static String stepId(int number) {
        return "sheet-" + number;
    }

    private static int number(String stepId) {
        return Integer.parseInt(stepId.substring(stepId.indexOf('-') + 1));
    }

    private static <O> Stream<O> accepted(Stream<StepResult<O>> steps) {
        return steps.filter(step -> step.status() == StepStatus.COMPLETED).flatMap(step -> step.output().stream());
    }
}
