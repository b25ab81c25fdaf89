package dev.toolflow.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.toolflow.image.ImageEditInput;
import dev.toolflow.image.ImageFormat;
import dev.toolflow.image.ImageGenerationInput;
import dev.toolflow.tool.Endpoint;
import dev.toolflow.tool.ToolCallRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an image call asked for, as far as its reply is held to it.
 *
 * @param n how many pictures
 * @param previews how many previews of each at most; with any the reply comes as a stream
 * @param format the requested {@code output_format}, or null
 * @param prompt the prompt as it was sent
 */
record ImageWish(int n, int previews, @Nullable String format, String prompt) {
    /** Far more than any model makes; it bounds what is received. */
    private static final int MOST_PREVIEWS = 16;

    static ImageWish of(ToolCallRequest request) {
        if (request.endpoint() == Endpoint.IMAGE_EDIT) {
            ImageEditInput edit = ImageRenderer.input(request, ImageEditInput.class);
            return of(edit.n(), edit.parameters(), edit.prompt());
        }
        ImageGenerationInput generation = ImageRenderer.input(request, ImageGenerationInput.class);
        return of(generation.n(), generation.parameters(), generation.prompt());
    }

    private static ImageWish of(int n, Map<String, JsonNode> parameters, String prompt) {
        JsonNode format = parameters.get("output_format");
        JsonNode previews = parameters.get("partial_images");
        return new ImageWish(
                n,
                previews == null ? 0 : Math.max(0, Math.min(MOST_PREVIEWS, previews.asInt())),
                format == null ? null : format.textValue(),
                prompt);
    }

    /** The same with the prompt as it was sent: with what was wrong with earlier pictures. */
    ImageWish sentBy(ImageRenderer images, ToolCallRequest request) {
        return new ImageWish(n, previews, format, images.folded(request, prompt).text());
    }

    /** SHA-256 of the prompt in UTF-8, which a picture's record has in place of the prompt. */
    String promptSha256() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(prompt.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256, this one has not", e);
        }
    }

    /** Tells nothing of the prompt but its length. */
    @Override
    public String toString() {
        return "ImageWish[n=" + n + ", previews=" + previews + ", format=" + format + ", prompt=<" + prompt.length()
                + " characters>]";
    }

    /** Whether the reply is asked for as a stream: previews come in no other way. */
    boolean streams() {
        return previews > 0;
    }

    /** How many pictures are asked for, previews included. */
    int withPreviews() {
        return n * (previews + 1);
    }

    /** The format of an {@code output_format}; empty when it is not known. */
    static Optional<ImageFormat> format(@Nullable String name) {
        return Optional.ofNullable(name).flatMap(known -> ImageFormat.ofMimeType("image/" + known));
    }

    /** The media type of an {@code output_format}; null when it is not known. */
    static @Nullable String mime(@Nullable String format) {
        return format(format).map(ImageFormat::mimeType).orElse(null);
    }
}
