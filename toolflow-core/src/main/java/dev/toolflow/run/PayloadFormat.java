package dev.toolflow.run;

import dev.toolflow.run.PayloadCodec.Place;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How a payload is written, told by its first four bytes. Written formats stay readable: a new one gets a new mark. */
enum PayloadFormat {
    /** Mark, 16 bytes of the SHA-256 of the place, SHA-256 of what follows after all before, the payload. */
    CHECKED("TFC1"),
    /** Mark, length of the key's id, the id, nonce of 12 bytes, AES-GCM of the payload with its tag of 16 bytes. */
    AES_GCM("TFE1");

    static final int MARK_BYTES = 4;

    private final String mark;

    PayloadFormat(String mark) {
        this.mark = mark;
    }

    static Optional<PayloadFormat> of(byte[] stored) {
        return Stream.of(values()).filter(format -> format.begins(stored)).findFirst();
    }

    private boolean begins(byte[] stored) {
        return stored.length >= MARK_BYTES
                && new String(stored, 0, MARK_BYTES, StandardCharsets.ISO_8859_1).equals(mark);
    }

    void writeMark(ByteBuffer to) {
        to.put(mark.getBytes(StandardCharsets.US_ASCII));
    }

    /** The format, what else is given, and a place, so that no two of these have the same bytes. */
    byte[] bound(Place place, String... more) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeBytes(mark);
            for (String text : more) {
                write(out, text);
            }
            write(out, place.runId());
            write(out, place.stepId());
            write(out, place.field());
        } catch (IOException e) {
            throw new UncheckedIOException("bytes in the heap cannot be written", e);
        }
        return bytes.toByteArray();
    }

    /** By its UTF-16 characters: in UTF-8, all lone surrogates would be one. */
    private static void write(DataOutputStream out, @Nullable String text) throws IOException {
        out.writeInt(text == null ? -1 : text.length());
        out.writeChars(text == null ? "" : text);
    }

    static RunPayloadException unknown(Place place) {
        return new RunPayloadException(
                place
                        + ": the payload begins with no format that this version knows: it is damaged, or was written by a newer "
                        + "ToolFlow or by a codec of your own; use what wrote it, or restore the store from a copy",
                null);
    }
}
