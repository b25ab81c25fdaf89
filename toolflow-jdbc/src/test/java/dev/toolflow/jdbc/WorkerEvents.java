package dev.toolflow.jdbc;

import dev.toolflow.run.Payload;
import dev.toolflow.run.RunChange;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Stream;

/**
 * Tells the parent what was acknowledged, a line each, through standard output: what was written into a pipe is read by the
 * parent also when the writer was killed. Thread-safe.
 */
final class WorkerEvents {
    static final String INTENDED = "intended";
    static final String ACCEPTED = "accepted";
    static final String OTHER = "other";
    static final String DONE = "done";

    private final PrintStream out =
            new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);

    void tell(String run, RunChange change) {
        if (change instanceof RunChange.Intended intended) {
            line(
                    INTENDED,
                    run,
                    intended.call().place().stepId(),
                    intended.call().id());
        } else if (change instanceof RunChange.StepSaved saved && saved.step().isAccepted()) {
            line(ACCEPTED, run, saved.step().stepId(), digest(saved.step().result()));
        } else {
            line(OTHER, run, change.getClass().getSimpleName(), "-");
        }
    }

    /** Whether a line of a worker's standard output is an event, and nothing of a log. */
    static boolean isOne(String line) {
        return Stream.of(INTENDED, ACCEPTED, OTHER, DONE).anyMatch(kind -> line.startsWith(kind + " "));
    }

    void done() {
        line(DONE, "-", "-", "-");
    }

    /** One write, which other threads do not cut into. */
    private void line(String kind, String run, String step, String detail) {
        byte[] line = (kind + " " + run + " " + step + " " + detail + "\n").getBytes(StandardCharsets.UTF_8);
        synchronized (out) {
            out.write(line, 0, line.length);
            out.flush();
        }
    }

    static String digest(Payload payload) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(payload.bytes()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
