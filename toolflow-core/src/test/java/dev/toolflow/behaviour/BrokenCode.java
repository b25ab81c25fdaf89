package dev.toolflow.behaviour;

/** Code of users that throws, or does not end. */
final class BrokenCode {
    static final String SECRET = "the secret of the output";

    private BrokenCode() {}

    static int endless(int depth) {
        return depth < 0 ? depth : endless(depth + 1) + 1;
    }

    static <T> T broken() {
        throw new IllegalStateException(SECRET);
    }
}
