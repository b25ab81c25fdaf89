package dev.toolflow.examples;

import dev.toolflow.RunStatus;

/** What the program tells the shell. */
final class ExitCode {
    static final int DONE = 0;
    static final int FAILED = 1;
    static final int BAD_INPUT = 2;

    /** The run waits for a person, and nobody can be asked. */
    static final int WAITING = 3;

    /** Another process works on the run. */
    static final int LEASED = 4;

    /** 128 and the number of SIGINT, as shells have it. */
    static final int INTERRUPTED = 130;

    private ExitCode() {}

    static int of(RunStatus status) {
        return switch (status) {
            case COMPLETED, PARTIAL -> DONE;
            case WAITING -> WAITING;
            case CANCELLED -> INTERRUPTED;
            default -> FAILED;
        };
    }
}
