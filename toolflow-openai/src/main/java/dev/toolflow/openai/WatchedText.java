package dev.toolflow.openai;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A text that knows whether its reader was told that there is no more of it. For one thread. */
final class WatchedText extends FilterInputStream {
    private boolean read;

    WatchedText(InputStream in) {
        super(in);
    }

    boolean isRead() {
        return read;
    }

    @Override
    public int read() throws IOException {
        int octet = super.read();
        read |= octet < 0;
        return octet;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = super.read(bytes, offset, length);
        read |= count < 0;
        return count;
    }
}
