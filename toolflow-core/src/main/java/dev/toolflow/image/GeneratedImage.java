package dev.toolflow.image;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A reference to a picture whose bytes lie in an {@link dev.toolflow.store.ImageStore}: what steps hand to each other and what a result
 * carries, small enough for every log and database. Immutable.
 *
 * @param sha256 SHA-256 of the bytes, 64 lowercase hexadecimal digits; the store's key
 * @param mime the sniffed media type, one of {@link ImageFormat#mimeType()}
 * @param width pixels, at least 1
 * @param height pixels, at least 1
 * @param sizeBytes length of the file in bytes, at least 1
 * @param revisedPrompt what the model made of the prompt, where it says so
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GeneratedImage(
        String sha256,
        String mime,
        int width,
        int height,
        long sizeBytes,
        @Nullable String revisedPrompt) {

    private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

    /** @throws IllegalArgumentException naming the component that is out of its bounds */
    public GeneratedImage {
        if (!HEX.matcher(sha256).matches()) {
            throw new IllegalArgumentException("GeneratedImage.sha256: must be 64 lowercase hexadecimal digits");
        }
        if (ImageFormat.ofMimeType(mime).filter(f -> f.mimeType().equals(mime)).isEmpty()) {
            throw new IllegalArgumentException("GeneratedImage.mime: must be image/png, image/jpeg or image/webp");
        }
        requirePositive("width", width);
        requirePositive("height", height);
        requirePositive("sizeBytes", sizeBytes);
    }

    private static void requirePositive(String component, long value) {
        if (value < 1) {
            throw new IllegalArgumentException("GeneratedImage." + component + ": must be at least 1, is " + value);
        }
    }

    /** Returns the picture's format. */
    public ImageFormat format() {
        return ImageFormat.ofMimeType(mime).orElseThrow();
    }

    /** Returns the same picture with what the model made of the prompt. */
    public GeneratedImage withRevisedPrompt(@Nullable String revised) {
        return new GeneratedImage(sha256, mime, width, height, sizeBytes, revised);
    }

    /** Returns a short name that is safe on every file system, for example {@code 0123456789ab.png}. */
    public String fileName() {
        return sha256.substring(0, 12) + "." + format().extension();
    }

    /** Everything but the revised prompt's text, of which only the length is told. */
    @Override
    public String toString() {
        String revised = revisedPrompt == null ? "" : ", revisedPrompt=<" + revisedPrompt.length() + " characters>";
        return "GeneratedImage[sha256=" + sha256 + ", mime=" + mime + ", " + width + "x" + height + ", " + sizeBytes
                + " bytes" + revised + "]";
    }
}
