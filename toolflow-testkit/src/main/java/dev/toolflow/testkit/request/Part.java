package dev.toolflow.testkit.request;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One part of a multipart request as it came over the wire. The bytes are not copied: treat them as read-only.
 *
 * @param name the form field, {@code image[]} for example
 * @param filename as declared; null if there was none
 * @param contentType as declared; null if there was none
 * @param bytes the content
 */
@SuppressWarnings("ArrayRecordComponent") // up to 50 MB each, not worth a copy
public record Part(
        String name, @Nullable String filename, @Nullable String contentType, byte[] bytes) {

    /** Returns the number of bytes. */
    public int size() {
        return bytes.length;
    }

    /** Returns the content read as UTF-8, for plain form fields. */
    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Returns name, type and size; never the content. */
    @Override
    public String toString() {
        return "Part[" + name + ", filename=" + filename + ", " + contentType + ", " + bytes.length + " bytes]";
    }
}
