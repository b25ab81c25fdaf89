package dev.toolflow.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * A picture's bytes, read forward only through one buffer. Every read is bounded by the file's length, so a
 * length that the file merely claims costs nothing. Not thread-safe.
 */
final class ImageBytes {
    private static final int BLOCK = 4 * 1024;

    private final InputStream in;
    private final long length;
    private final byte[] buffer;
    private int at;
    private int filled;
    private long before;

    /** @param length of all that {@code in} has; a shorter stream is a broken picture */
    ImageBytes(InputStream in, long length) {
        this(in, length, new byte[BLOCK]);
    }

    /** @param buffer nobody else's until all is read */
    ImageBytes(InputStream in, long length, byte[] buffer) {
        this.in = in;
        this.length = length;
        this.buffer = buffer;
    }

    long length() {
        return length;
    }

    long position() {
        return before + at;
    }

    long remaining() {
        return length - position();
    }

    /** The first bytes, up to {@code count} (less than a block) of them; to be called before anything is read. */
    byte[] head(int count) throws IOException {
        if (filled == 0) {
            fill();
        }
        return Arrays.copyOf(buffer, Math.min(count, filled));
    }

    int u8() throws IOException {
        if (at == filled) {
            fill();
        }
        if (at == filled) {
            throw endsEarly();
        }
        return buffer[at++] & 0xff;
    }

    int u16() throws IOException {
        return u8() << 8 | u8();
    }

    long u32() throws IOException {
        return (long) u16() << 16 | u16();
    }

    int u24LittleEndian() throws IOException {
        return u8() | u8() << 8 | u8() << 16;
    }

    long u32LittleEndian() throws IOException {
        return u24LittleEndian() | (long) u8() << 24;
    }

    byte[] bytes(int count) throws IOException {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) u8();
        }
        return bytes;
    }

    void skip(long count) throws IOException {
        if (count > remaining()) {
            throw endsEarly();
        }
        long buffered = Math.min(count, filled - at);
        at += (int) buffered;
        if (count > buffered) {
            in.skipNBytes(count - buffered);
            before += filled + (count - buffered);
            at = 0;
            filled = 0;
        }
    }

    void digest(long count, CRC32 crc) throws IOException {
        for (long left = count; left > 0; ) {
            if (at == filled) {
                fill();
            }
            int block = (int) Math.min(left, filled - at);
            if (block == 0) {
                throw endsEarly();
            }
            crc.update(buffer, at, block);
            at += block;
            left -= block;
        }
    }

    /** Moves behind the next byte of this value. */
    void skipPast(int value) throws IOException {
        byte wanted = (byte) value;
        while (true) {
            while (at < filled) {
                if (buffer[at++] == wanted) {
                    return;
                }
            }
            fill();
            if (filled == 0) {
                throw endsEarly();
            }
        }
    }

    ImageRefusedException endsEarly() {
        return ImageRefusedException.broken("it is cut: its " + length + " bytes end before the picture does");
    }

    private void fill() throws IOException {
        before += filled;
        at = 0;
        filled = in.readNBytes(buffer, 0, (int) Math.min(buffer.length, length - before));
    }
}
