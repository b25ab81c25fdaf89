package dev.toolflow.testkit.picture;

import java.io.ByteArrayOutputStream;

/** Bits into bytes, lowest bit first. */
final class BitOutput {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 20);
    private long pending;
    private int count;

    void write(int bits, int width) {
        pending |= (bits & (1L << width) - 1) << count;
        count += width;
        while (count >= 8) {
            bytes.write((int) pending);
            pending >>>= 8;
            count -= 8;
        }
    }

    byte[] bytes() {
        if (count > 0) {
            write(0, 8 - count);
        }
        return bytes.toByteArray();
    }
}
