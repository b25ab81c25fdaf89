package dev.toolflow.examples;

import java.nio.charset.Charset;

/**
 * The signs that lines of progress begin with. Immutable.
 *
 * @param begun something is under way
 * @param done it was accepted
 * @param again it was not, and is tried again
 * @param failed it was not, and is given up
 * @param waits a pause before the next call
 * @param skipped it never began
 */
record Signs(String begun, String done, String again, String failed, String waits, String skipped) {
    private static final Signs DRAWN = new Signs("→", "✓", "↻", "✗", "…", "–");
    private static final Signs ASCII = new Signs(">", "+", "~", "x", ".", "-");

    /** The drawn signs where the charset has them all, letters of ASCII elsewhere. */
    static Signs in(Charset charset) {
        return charset.canEncode() && charset.newEncoder().canEncode("→✓↻✗…–") ? DRAWN : ASCII;
    }
}
