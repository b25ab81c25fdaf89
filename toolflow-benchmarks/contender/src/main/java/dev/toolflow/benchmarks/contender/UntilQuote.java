package dev.toolflow.benchmarks.contender;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Ends at the next quote; what was read behind it is lost. */
final class UntilQuote extends FilterInputStream {
    private static final int BLOCK = 16 * 1024;

    private final byte[] block = new byte[BLOCK];
    private int at;
    private int filled;

    UntilQuote(InputStream in) {
        super(in);
    }

    @Override
    public int read() throws IOException {
        if (at == filled) {
            at = 0;
            filled = Math.max(0, in.read(block, 0, BLOCK));
        }
        return at == filled || block[at] == '"' ? -1 : block[at++] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int count = 0;
        while (count < length) {
            int octet = read();
            if (octet < 0) {
                return count == 0 ? -1 : count;
            }
            target[offset + count++] = (byte) octet;
        }
        return count;
    }
}
