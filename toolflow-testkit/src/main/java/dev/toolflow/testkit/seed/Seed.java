package dev.toolflow.testkit.seed;

import java.util.SplittableRandom;

/**
 * A number that stands for a text: the same text gives the same seed on every machine. Immutable.
 *
 * @param value 64 bits, FNV-1a with a final mix
 */
public record Seed(long value) {

    /** Returns the seed of {@code text}. */
    public static Seed of(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return new Seed(mix(hash));
    }

    /** Returns a seed that depends on this one and on {@code salt}. */
    public Seed and(String salt) {
        return new Seed(mix(value * 31 + of(salt).value));
    }

    /** Returns a fresh generator; two generators of one seed give the same numbers. */
    public SplittableRandom random() {
        return new SplittableRandom(value);
    }

    /** Returns this seed as a fraction, {@code 0 <= x < 1}. */
    public double fraction() {
        return (value >>> 11) * 0x1.0p-53;
    }

    private static long mix(long hash) {
        long z = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        return z ^ (z >>> 29);
    }
}
