package dev.toolflow.benchmarks;

import java.util.List;

/**
 * What the contenders are to have done by a chat model.
 *
 * @param title as the report has it
 * @param kind the command to their processes
 * @param calls in a turn
 * @param turns that are measured, and before them those that only warm up
 * @param latencyMillis of the server
 * @param contenders who takes part
 */
record ChatWorkload(String title, String kind, int calls, Turns turns, int latencyMillis, List<Contender> contenders) {
    private static final int CROWD = 512;
    private static final int CROWD_LATENCY_MILLIS = 20;

    /** How many turns each contender gets. */
    record Turns(int measured, int warmUp) {}

    /** One typed step, one after the other. */
    static ChatWorkload step(boolean quick) {
        return new ChatWorkload("one typed step", "step", quick ? 50 : 200, turns(quick, 4, 15), 0, Contender.STEPS);
    }

    /** Flows of three steps, one after the other. */
    static ChatWorkload flow(boolean quick) {
        return new ChatWorkload(
                "three steps, each fed by the one before",
                "flow",
                quick ? 30 : 100,
                turns(quick, 3, 10),
                0,
                Contender.FLOWS);
    }

    /** The same by the engine on replies that lie ready; it needs many calls to be warm, and they are short. */
    static ChatWorkload engine(boolean quick) {
        return new ChatWorkload(
                "three steps by the engine alone, on replies that lie ready",
                "flow",
                quick ? 500 : 2_000,
                turns(quick, 4, 10),
                0,
                Contender.ENGINE);
    }

    /** Many flows of three steps at once. */
    static ChatWorkload crowd(boolean quick) {
        return new ChatWorkload(
                CROWD + " flows of three steps at once, the server answers after " + CROWD_LATENCY_MILLIS + " ms",
                "crowd",
                CROWD,
                turns(quick, 2, 10),
                CROWD_LATENCY_MILLIS,
                Contender.FLOWS);
    }

    /** The same while garbage is collected again and again, to see what is held. */
    static ChatWorkload held(boolean quick) {
        return new ChatWorkload(
                "what the same holds",
                "held",
                CROWD,
                new Turns(1, quick ? 1 : 2),
                CROWD_LATENCY_MILLIS,
                Contender.FLOWS);
    }

    /** The same for those contenders whose name has a text. */
    ChatWorkload among(String only) {
        return new ChatWorkload(title, kind, calls, turns, latencyMillis, Contender.among(contenders, only));
    }

    private static Turns turns(boolean quick, int quickWarmUp, int warmUp) {
        return quick ? new Turns(1, quickWarmUp) : new Turns(5, warmUp);
    }

    /** How the report says how much was done. */
    String effort() {
        return turns.measured() + " rounds, contenders in turn, " + calls + " calls in each, after " + turns.warmUp()
                + " such turns to warm up";
    }
}
