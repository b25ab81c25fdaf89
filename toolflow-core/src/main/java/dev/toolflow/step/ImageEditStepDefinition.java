package dev.toolflow.step;

import dev.toolflow.image.ImageEditInput;
import dev.toolflow.image.ImageGenerationOutput;
import dev.toolflow.tool.Endpoint;
import dev.toolflow.tool.ToolSpec;
import java.util.Optional;

/**
 * The step {@code edit_image}: an image model changes 1 to 16 images by a prompt. Immutable and thread-safe.
 *
 * <pre>{@code static final ImageEditStepDefinition RETOUCH = ImageEditStepDefinition.create();}</pre>
 */
public final class ImageEditStepDefinition implements StepDefinition<ImageEditInput, ImageGenerationOutput> {
    private final ToolSpec tool = new ToolSpec(Endpoint.EDIT_IMAGE, "Edits images by a prompt", "", "");

    private final String version;

    private ImageEditStepDefinition(String version) {
        this.version = StepName.version(version);
    }

    /** A definition of {@code edit_image}. */
    public static ImageEditStepDefinition create() {
        return new ImageEditStepDefinition(StepName.FIRST_VERSION);
    }

    /**
     * The same with another version; a definition of its own.
     *
     * @param version 1 to 64 letters, digits, {@code . _ -}
     */
    public ImageEditStepDefinition version(String version) {
        return new ImageEditStepDefinition(version);
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
    public Class<ImageEditInput> inputType() {
        return ImageEditInput.class;
    }

    @Override
    public Class<ImageGenerationOutput> outputType() {
        return ImageGenerationOutput.class;
    }

    @Override
    public Optional<ToolSpec> tool() {
        return Optional.of(tool);
    }

    /** The step's own tool. */
    @Override
    public Optional<ToolSpec> repairTool() {
        return tool();
    }

    @Override
    public String toString() {
        return "ImageEditStepDefinition[" + name() + "]";
    }
}
