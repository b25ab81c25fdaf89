package dev.toolflow.examples.report;

import dev.toolflow.ToolFlowResult;
import dev.toolflow.image.GeneratedImage;
import dev.toolflow.image.ImageGenerationOutput;
import dev.toolflow.step.StepResult;
import dev.toolflow.step.StepStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The pictures of a run and the names of their files: the step's id and the format's ending, such as {@code hero.png}, or
 * {@code hero-rejected.png} when the step was not content with it. Immutable.
 *
 * @param named in the order of the steps; equal pictures more than once, each under a name of its own
 */
public record Pictures(List<Named> named) {

    /** Copies the list. */
    public Pictures {
        named = List.copyOf(named);
    }

    /**
     * A picture and its name.
     *
     * @param image the picture
     * @param fileName the name of its file
     */
    public record Named(GeneratedImage image, String fileName) {}

    /** Names every picture that a step of the run made, whether the run as a whole succeeded or not. */
    public static Pictures of(ToolFlowResult<?> result) {
        List<Named> named = new ArrayList<>();
        for (StepResult<?> step : result.steps()) {
            if (step.output().orElse(null) instanceof ImageGenerationOutput made) {
                for (int i = 0; i < made.images().size(); i++) {
                    GeneratedImage image = made.images().get(i);
                    String rejected = step.status() == StepStatus.COMPLETED ? "" : "-rejected";
                    String number = made.images().size() == 1 ? "" : "-" + (i + 1);
                    named.add(new Named(
                            image,
                            safe(step.id()) + rejected + number + "."
                                    + image.format().extension()));
                }
            }
        }
        return new Pictures(named);
    }

    /** The file name of a picture, the first if it has several; empty for one of another run. */
    public Optional<String> nameOf(GeneratedImage image) {
        return named.stream()
                .filter(picture -> picture.image().equals(image))
                .map(Named::fileName)
                .findFirst();
    }

    private static String safe(String id) {
        return id.replaceAll("[^A-Za-z0-9_-]+", "-").replaceAll("-$", "");
    }
}
