package dev.toolflow.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.toolflow.image.ImageEditInput;
import dev.toolflow.image.ImageFormat;
import dev.toolflow.image.ImageGenerationInput;
import dev.toolflow.tool.Endpoint;
import dev.toolflow.tool.ToolCallRequest;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an image call asked for, as far as its reply is held to it.
 *
 * @param n how many pictures
 * @param format the requested {@code output_format}, or null
 */
record ImageWish(int n, @Nullable String format) {

    static ImageWish of(ToolCallRequest request) {
        if (request.endpoint() == Endpoint.IMAGE_EDIT) {
            ImageEditInput edit = ImageRenderer.input(request, ImageEditInput.class);
            return new ImageWish(edit.n(), format(edit.parameters()));
        }
        ImageGenerationInput generation = ImageRenderer.input(request, ImageGenerationInput.class);
        return new ImageWish(generation.n(), format(generation.parameters()));
    }

    /** The media type of an {@code output_format}; null when it is not known. */
    static @Nullable String mime(@Nullable String format) {
        return Optional.ofNullable(format)
                .flatMap(name -> ImageFormat.ofMimeType("image/" + name))
                .map(ImageFormat::mimeType)
                .orElse(null);
    }

    private static @Nullable String format(Map<String, JsonNode> parameters) {
        JsonNode format = parameters.get("output_format");
        return format == null ? null : format.textValue();
    }
}
