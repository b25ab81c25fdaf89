package dev.toolflow.openai;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A reply's body that ends with {@link TooLong} where it becomes longer than allowed. */
final class BodyLimit extends FilterInputStream {
    private final long longest;
    private long left;

    /** @param longest the most bytes that may come, after decompression */
    BodyLimit(InputStream in, long longest) {
        super(in);
        this.longest = longest;
        this.left = longest;
    }

    /** The body is longer than allowed; the rest is not read. */
    static final class TooLong extends IOException {
        private static final long serialVersionUID = 1L;

        TooLong(long longest) {
            super("longer than " + longest + " bytes");
        }
    }

    @Override
    public int read() throws IOException {
        int octet = super.read();
        count(octet < 0 ? 0 : 1);
        return octet;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = super.read(bytes, offset, length);
        count(Math.max(0, count));
        return count;
    }

    private void count(int bytes) throws TooLong {
        left -= bytes;
        if (left < 0) {
            throw new TooLong(longest);
        }
    }
}
