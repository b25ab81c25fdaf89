package dev.toolflow.examples.report;

import dev.toolflow.ToolFlowResult;
import dev.toolflow.image.GeneratedImage;
import dev.toolflow.image.ImageGenerationOutput;
import dev.toolflow.step.StepResult;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The pictures of a run and the names of their files: the step's id and the format's ending, such as {@code hero.png}.
 * Immutable.
 *
 * @param fileNames by picture, in the order of the steps
 */
public record Pictures(Map<GeneratedImage, String> fileNames) {

    /** Copies the map. */
    public Pictures {
        fileNames = Collections.unmodifiableMap(new LinkedHashMap<>(fileNames));
    }

    /** Names every picture that a step of the run made, whether the run as a whole succeeded or not. */
    public static Pictures of(ToolFlowResult<?> result) {
        Map<GeneratedImage, String> names = new LinkedHashMap<>();
        for (StepResult<?> step : result.steps()) {
            if (step.output().orElse(null) instanceof ImageGenerationOutput made) {
                for (int i = 0; i < made.images().size(); i++) {
                    GeneratedImage image = made.images().get(i);
                    String number = made.images().size() == 1 ? "" : "-" + (i + 1);
                    names.putIfAbsent(
                            image,
                            safe(step.id()) + number + "." + image.format().extension());
                }
            }
        }
        return new Pictures(names);
    }

    /** The file name of a picture; empty for one of another run. */
    public Optional<String> nameOf(GeneratedImage image) {
        return Optional.ofNullable(fileNames.get(image));
    }

    private static String safe(String id) {
        return id.replaceAll("[^A-Za-z0-9_-]+", "-").replaceAll("-$", "");
    }
}
