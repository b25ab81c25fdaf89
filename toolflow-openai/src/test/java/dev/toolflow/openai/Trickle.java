package dev.toolflow.openai;

import java.io.ByteArrayInputStream;

/** A body of which each read gives one byte. */
final class Trickle extends ByteArrayInputStream {
    Trickle(byte[] bytes) {
        super(bytes);
    }

    @Override
    public synchronized int read(byte[] target, int offset, int length) {
        return super.read(target, offset, Math.min(1, length));
    }
}
