package dev.toolflow.pictures;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.zip.DeflaterOutputStream;

/** Files that are sound outside. */
final class Hostile {

    private Hostile() {}

    /** The PNG's header with other coded pixels. */
    static byte[] withPixels(byte[] png, byte[] content) {
        return Exif.join(Arrays.copyOf(png, 33), Exif.chunk("IDAT", content), Exif.chunk("IEND", new byte[0]));
    }

    /** So many zeros, a thousand times smaller. */
    static byte[] bomb(int length) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(bytes)) {
            out.write(new byte[length]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
