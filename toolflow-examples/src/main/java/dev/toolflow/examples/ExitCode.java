package dev.toolflow.examples;

import dev.toolflow.RunStatus;

/** What the program tells the shell. */
final class ExitCode {
    static final int DONE = 0;
    static final int FAILED = 1;
    static final int BAD_INPUT = 2;

    /** 128 and the number of SIGINT, as shells have it. */
    static final int INTERRUPTED = 130;

    private ExitCode() {}

    static int of(RunStatus status) {
        return switch (status) {
            case COMPLETED, PARTIAL -> DONE;
            case CANCELLED -> INTERRUPTED;
            default -> FAILED;
        };
    }
}
