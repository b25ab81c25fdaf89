package dev.toolflow.examples.avatars;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.image.GeneratedImage;
import dev.toolflow.image.ImageGenerationOutput;
import dev.toolflow.step.StepResult;
import dev.toolflow.step.StepStatus;
import dev.toolflow.store.ImageStore;
import java.util.ArrayList;
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
        Kept all = this;
        for (StepResult<ImageGenerationOutput> step : accepted(result.steps(AvatarFlow.SELFIE))) {
            all = all.withSelfie(step.output().orElseThrow().image());
        }
        for (StepResult<Variations> step : accepted(result.steps(AvatarFlow.VARIATIONS))) {
            all = all.withVariations(step.output().orElseThrow());
        }
        for (StepResult<ImageGenerationOutput> step : accepted(result.steps(AvatarFlow.GRID))) {
            GeneratedImage sheet = step.output().orElseThrow().image();
            all = all.withSheet(new KeptSheet(number(step.id()), sheet));
        }
        return all;
    }

    Kept withSelfie(GeneratedImage made) {
        return new Kept(made, variations, sheets);
    }

    Kept withVariations(Variations made) {
        return new Kept(selfie, made, sheets);
    }

    /** This with a contact sheet, in place of the one of the same number. */
    Kept withSheet(KeptSheet made) {
        Stream<KeptSheet> others = sheets.stream().filter(sheet -> sheet.number() != made.number());
        return new Kept(
                selfie, variations, Stream.concat(others, Stream.of(made)).toList());
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

    /** What has to be bought beyond it for what is wanted, in words; what it has is taken to be of use. */
    public List<String> lacks(AvatarWish wish) {
        List<String> lacks = new ArrayList<>();
        if (selfie == null) {
            lacks.add("selfie");
        }
        if (variations == null) {
            lacks.add("scenes");
        }
        for (int number = 1; number <= wish.grids(); number++) {
            if (sheet(number).isEmpty()) {
                lacks.add(stepId(number));
            }
        }
        return lacks;
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

    private static <O> List<StepResult<O>> accepted(List<StepResult<O>> steps) {
        return steps.stream()
                .filter(step -> step.status() == StepStatus.COMPLETED)
                .toList();
    }
}
