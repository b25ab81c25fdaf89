package dev.toolflow;

import dev.toolflow.image.GeneratedImage;
import dev.toolflow.image.ImageEditInput;
import dev.toolflow.image.ImageGenerationInput;
import dev.toolflow.image.ImageSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Makes the edit that is to mend a picture which did not pass. Pure. */
final class RepairByEdit {
    /** The most pictures an edit takes: OpenAI's API reference, "Create image edit". */
    private static final int MOST_IMAGES = 16;

    /** What OpenAI's API reference has for generations and not for edits. */
    private static final Set<String> ONLY_OF_GENERATIONS = Set.of("moderation", "style", "svg");

    private RepairByEdit() {}

    /**
     * Empty where this cannot be edited in place of the step's own call. Several pictures are not: an edit takes all it is
     * given for one scene, and would paint the others into each.
     */
    static Optional<ImageEditInput> of(Object given, List<GeneratedImage> failed) {
        if (failed.size() != 1) {
            return Optional.empty();
        }
        GeneratedImage picture = failed.get(0);
        if (given instanceof ImageGenerationInput generation) {
            return Optional.of(with(ImageEditInput.of(generation.prompt(), picture), generation.parameters()));
        }
        return given instanceof ImageEditInput edit ? again(edit, picture) : Optional.empty();
    }

    private static Optional<ImageEditInput> again(ImageEditInput edit, GeneratedImage failed) {
        List<ImageSource> all = Stream.concat(Stream.of(ImageSource.of(failed)), edit.images().stream())
                .distinct()
                .limit(MOST_IMAGES)
                .toList();
        ImageEditInput repair = with(ImageEditInput.of(edit.prompt(), all), edit.parameters());
        return edit.mask().isEmpty()
                ? Optional.of(repair)
                : edit.mask().filter(mask -> fits(mask, failed)).map(repair::mask);
    }

    private static <V> ImageEditInput with(ImageEditInput edit, Map<String, V> parameters) {
        ImageEditInput all = edit;
        for (Map.Entry<String, V> parameter : parameters.entrySet()) {
            if (!ONLY_OF_GENERATIONS.contains(parameter.getKey())) {
                all = all.parameter(parameter.getKey(), parameter.getValue());
            }
        }
        return all;
    }

    /** A mask has the size of the first picture. */
    private static boolean fits(ImageSource mask, GeneratedImage first) {
        return mask instanceof ImageSource.Stored stored
                && stored.image().width() == first.width()
                && stored.image().height() == first.height();
    }
}
