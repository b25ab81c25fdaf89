package dev.toolflow.testkit.picture;

import java.util.Arrays;

/** Bits into bytes, lowest bit first. */
final class BitOutput {

    private byte[] bytes = new byte[1 << 20];
    private int length;
    private long pending;
    private int count;

    void write(int bits, int width) {
        pending |= (bits & (1L << width) - 1) << count;
        count += width;
        if (count >= 32) {
            if (length + 4 > bytes.length) {
                bytes = Arrays.copyOf(bytes, bytes.length * 2);
            }
            for (int i = 0; i < 4; i++) {
                bytes[length++] = (byte) (pending >>> (8 * i));
            }
            pending >>>= 32;
            count -= 32;
        }
    }

    byte[] bytes() {
        byte[] whole = Arrays.copyOf(bytes, length + (count + 7) / 8);
        for (int i = length; i < whole.length; i++) {
            whole[i] = (byte) (pending >>> (8 * (i - length)));
        }
        return whole;
    }
}
