package dev.toolflow.openai;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Characters of a JSON text that mean themselves: neither the closing quote nor the beginning of an escape. */
final class PlainText {
    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long EACH = 0x0101010101010101L;

    private PlainText() {}

    /** Where a run of them that begins at {@code from} ends, at {@code to} at the latest; looked at eight by eight. */
    static int end(byte[] text, int from, int to) {
        int end = from;
        while (end + Long.BYTES <= to && isPlain((long) EIGHT.get(text, end))) {
            end += Long.BYTES;
        }
        while (end < to && text[end] != '"' && text[end] != '\\') {
            end++;
        }
        return end;
    }

    private static boolean isPlain(long octets) {
        return hasNoZero(octets ^ (EACH * '"')) && hasNoZero(octets ^ (EACH * '\\'));
    }

    /** Source: "Bit Twiddling Hacks", "Determine if a word has a zero byte". */
    private static boolean hasNoZero(long octets) {
        return ((octets - EACH) & ~octets & (EACH << 7)) == 0;
    }
}
