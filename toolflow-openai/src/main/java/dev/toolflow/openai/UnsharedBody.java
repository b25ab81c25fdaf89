package dev.toolflow.openai;

import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.util.function.UnaryOperator;
import okio.BufferedSource;

/**
 * A reply's body as a stream. Okio's own stream loses a segment of 8 KiB wherever a chunk of the reply ends within one: it
 * shares that segment among two buffers, and a shared one is not used again. It copies instead where the target is not empty,
 * so a byte is laid there before it fetches, and taken away again. For one thread.
 */
final class UnsharedBody extends InputStream {
    private final BufferedSource source;
    private final UnaryOperator<IOException> told;

    /** @param told makes of a failure what is thrown in its place */
    UnsharedBody(BufferedSource source, UnaryOperator<IOException> told) {
        this.source = source;
        this.told = told;
    }

    @Override
    public int read() throws IOException {
        return fetched() ? source.readByte() & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        return fetched() ? source.getBuffer().read(target, offset, length) : -1;
    }

    /** What Okio has an {@link IllegalArgumentException} for: a length below zero. */
    static IOException lengthCannotBe() {
        return new ProtocolException("the reply's length cannot be");
    }

    /** Whether there is at least one byte more. */
    private boolean fetched() throws IOException {
        if (source.getBuffer().size() > 0) {
            return true;
        }
        source.getBuffer().writeByte(0);
        try {
            return source.request(2);
        } catch (IOException e) {
            throw told.apply(e);
        } catch (IllegalArgumentException e) {
            throw told.apply(lengthCannotBe());
        } finally {
            source.skip(1);
        }
    }

    @Override
    public int available() {
        return (int) Math.min(source.getBuffer().size(), Integer.MAX_VALUE);
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
