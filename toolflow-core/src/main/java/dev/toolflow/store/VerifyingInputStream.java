package dev.toolflow.store;

import dev.toolflow.image.GeneratedImage;
import java.io.IOException;
import java.io.InputStream;

/** Hands out a picture's bytes, its last block only after the hash was found right. Not thread-safe. */
final class VerifyingInputStream extends InputStream {
    private final InputStream content;
    private final GeneratedImage image;
    private final String where;
    private final Sha256 sha256 = new Sha256();
    private boolean verified;

    VerifyingInputStream(InputStream content, GeneratedImage image, String where) {
        this.content = content;
        this.image = image;
        this.where = where;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
        int read = content.read(target, offset, count);
        if (verified) {
            if (read > 0) {
                throw changed();
            }
            return read;
        }
        if (read > 0) {
            sha256.update(target, offset, read);
        }
        if (read < 0 || sha256.length() >= image.sizeBytes()) {
            if (!sha256.isOf(image)) {
                throw changed();
            }
            verified = true;
        }
        return read;
    }

    @Override
    public void close() throws IOException {
        content.close();
    }

    private ImageStoreException changed() {
        return new ImageStoreException("image " + image.fileName() + " in " + where
                + " no longer has the bytes it was stored with; restore it from a backup, or run its step again");
    }
}
