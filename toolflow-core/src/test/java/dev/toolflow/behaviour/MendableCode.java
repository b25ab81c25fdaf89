package dev.toolflow.behaviour;

/** What the author of a step wrote: it throws until it is mended. */
final class MendableCode {
    private volatile boolean ill = true;

    void mend() {
        ill = false;
    }

    void run() {
        if (ill) {
            throw new IllegalStateException("ill");
        }
    }
}
