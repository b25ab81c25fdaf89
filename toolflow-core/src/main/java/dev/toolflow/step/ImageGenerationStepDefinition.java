package dev.toolflow.step;

import dev.toolflow.image.ImageGenerationInput;
import dev.toolflow.image.ImageGenerationOutput;
import dev.toolflow.tool.Endpoint;
import dev.toolflow.tool.ToolSpec;
import java.util.Optional;

/**
 * The step {@code generate_image}: an image model draws from a prompt. Immutable and thread-safe.
 *
 * <pre>{@code static final ImageGenerationStepDefinition HERO = ImageGenerationStepDefinition.create();}</pre>
 */
public final class ImageGenerationStepDefinition
        implements StepDefinition<ImageGenerationInput, ImageGenerationOutput> {
    private final ToolSpec tool = new ToolSpec(Endpoint.GENERATE_IMAGE, "Generates images from a prompt", "", "");

    private final ToolSpec repairTool = new ToolSpec(Endpoint.EDIT_IMAGE, "Edits a picture that did not pass", "", "");

    private final String version;

    private ImageGenerationStepDefinition(String version) {
        this.version = StepName.version(version);
    }

    /** A definition of {@code generate_image}. */
    public static ImageGenerationStepDefinition create() {
        return new ImageGenerationStepDefinition(StepName.FIRST_VERSION);
    }

    /**
     * The same with another version; a definition of its own.
     *
     * @param version 1 to 64 letters, digits, {@code . _ -}
     */
    public ImageGenerationStepDefinition version(String version) {
        return new ImageGenerationStepDefinition(version);
    }

    @Override
    public String name() {
        return tool.name();
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public Class<ImageGenerationInput> inputType() {
        return ImageGenerationInput.class;
    }

    @Override
    public Class<ImageGenerationOutput> outputType() {
        return ImageGenerationOutput.class;
    }

    @Override
    public Optional<ToolSpec> tool() {
        return Optional.of(tool);
    }

    /** The tool {@code edit_image}. */
    @Override
    public Optional<ToolSpec> repairTool() {
        return Optional.of(repairTool);
    }

    @Override
    public String toString() {
        return "ImageGenerationStepDefinition[" + name() + "]";
    }
}
