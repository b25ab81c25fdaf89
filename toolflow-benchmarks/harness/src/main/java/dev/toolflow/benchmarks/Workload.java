package dev.toolflow.benchmarks;

import java.util.List;
import java.util.Locale;

/**
 * What the contenders are to do.
 *
 * @param title as the report has it
 * @param task the kind of call
 * @param mebibytes of each picture
 * @param framing {@code length} or {@code chunked}: how the reply says where it ends
 */
record Workload(String title, Task task, int mebibytes, String framing) {
    private static final int AT_ONCE = 32;

    /** The kinds of calls. */
    enum Task {
        GENERATE,
        STREAM,
        EDIT,
        BURST
    }

    /** All about images. */
    static final List<Workload> IMAGES = List.of(
            generate(2),
            generate(12),
            generate(24),
            generate(50),
            new Workload("generate, 12 MiB, chunked reply", Task.GENERATE, 12, "chunked"),
            new Workload("generate as a stream of events, 12 MiB", Task.STREAM, 12, "chunked"),
            new Workload("edit, upload of 20 MiB", Task.EDIT, 20, "length"),
            new Workload("generate, 32 pictures of 20 MiB at once, -Xmx256m", Task.BURST, 20, "length"));

    static Workload generate(int mebibytes) {
        return new Workload("generate, " + mebibytes + " MiB", Task.GENERATE, mebibytes, "length");
    }

    /** The heap of each contender. Where it may not suffice the process ends: some peers wait for minutes for threads that died. */
    List<String> heap() {
        return task == Task.BURST ? List.of("-Xmx256m", "-XX:+ExitOnOutOfMemoryError") : List.of("-Xmx1g");
    }

    /** The command to a contender's process. */
    String command(int calls, String what) {
        return task.name().toLowerCase(Locale.ROOT) + " " + (task == Task.BURST ? AT_ONCE : calls) + " " + what;
    }

    /** How many pictures one measured call moves. */
    int picturesACall() {
        return task == Task.BURST ? AT_ONCE : 1;
    }
}
