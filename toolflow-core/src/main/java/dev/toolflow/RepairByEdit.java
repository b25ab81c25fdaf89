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

/** Makes the edit that is to mend pictures which did not pass. Pure. */
final class RepairByEdit {
    /** The most pictures an edit takes: OpenAI's API reference, "Create image edit". */
    private static final int MOST_IMAGES = 16;

    /** What OpenAI's API reference has for generations and not for edits. */
    private static final Set<String> ONLY_OF_GENERATIONS = Set.of("moderation", "style", "svg");

    private RepairByEdit() {}

    /** Empty where these pictures cannot be edited in place of the step's own call. */
    static Optional<ImageEditInput> of(Object given, List<GeneratedImage> failed) {
        if (failed.isEmpty()) {
            return Optional.empty();
        }
        List<ImageSource> pictures = failed.stream().map(ImageSource::of).toList();
        if (given instanceof ImageGenerationInput generation) {
            return Optional.of(
                    with(ImageEditInput.of(generation.prompt(), pictures).n(generation.n()), generation.parameters()));
        }
        return given instanceof ImageEditInput edit ? again(edit, pictures, failed.get(0)) : Optional.empty();
    }

    private static Optional<ImageEditInput> again(ImageEditInput edit, List<ImageSource> failed, GeneratedImage first) {
        List<ImageSource> all = Stream.concat(failed.stream(), edit.images().stream())
                .distinct()
                .limit(MOST_IMAGES)
                .toList();
        ImageEditInput repair = with(ImageEditInput.of(edit.prompt(), all).n(edit.n()), edit.parameters());
        return edit.mask().isEmpty()
                ? Optional.of(repair)
                : edit.mask().filter(mask -> fits(mask, first)).map(repair::mask);
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
