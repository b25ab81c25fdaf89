package dev.toolflow.run;

import dev.toolflow.run.CallRecord.Settlement;
import dev.toolflow.run.RunChange.Intended;
import dev.toolflow.run.RunChange.Moved;
import dev.toolflow.run.RunChange.Settled;
import dev.toolflow.run.RunChange.StepSaved;
import dev.toolflow.run.StepRecord.Blob;
import dev.toolflow.run.StepRecord.Shape;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/** Runs, owners and changes that {@link RunStoreContract} writes. */
final class RunStoreContractRuns {
    static final String ODD = "un thé — \"tea\" 🍵 'o'; drop table x; -- % _ \\ \r\n\t";
    static final int LARGE = 5 * 1024 * 1024;

    private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");
    private static final Owner SELF = Owner.current();

    private RunStoreContractRuns() {}

    /** An owner in this process, which is alive. */
    static Owner owner(String id) {
        return new Owner(id, SELF.host(), SELF.pid(), SELF.startedAt());
    }

    /** An owner of this machine whose process is known to have ended: nobody's process began with 1970. */
    static Owner deadOwner(String id) {
        return new Owner(id, SELF.host(), SELF.pid(), Instant.ofEpochSecond(1));
    }

    static NewRun run(String id) {
        return run(id, "kit", payload("input of " + id));
    }

    static NewRun run(String id, String flow, Payload input) {
        return new NewRun(id, flow, null, "0a".repeat(32), input, payload("options"), null);
    }

    static NewRun runOf(String id, String flow, String tenant) {
        return new NewRun(id, flow, tenant, "0a".repeat(32), Payload.empty(), Payload.empty(), null);
    }

    static Payload payload(String text) {
        return Payload.of(text.getBytes(StandardCharsets.UTF_8));
    }

    static Payload payload(long seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return Payload.of(bytes);
    }

    static CallRecord call(String id) {
        return call(id, payload("intent of " + id));
    }

    static CallRecord call(String id, Payload intent) {
        return new CallRecord(id, new CallRecord.Place("hero[3]", 2, 1, "gpt-x"), NOON, intent, null);
    }

    static Settlement answer(String text) {
        return new Settlement(NOON.plusMillis(1_500), true, payload(text));
    }

    static StepRecord step(String id, String status, String... pictures) {
        Shape shape = new Shape("palette", "1.2", "0b".repeat(32), "0c".repeat(32));
        List<Blob> blobs = List.of(pictures).stream()
                .map(hash -> new Blob(hash, "image/png", 12_345))
                .toList();
        return new StepRecord(id, status, shape, payload(status + " " + id), blobs);
    }

    static StepRecord accepted(String id, String... pictures) {
        return step(id, StepRecord.COMPLETED, pictures);
    }

    static RunChange intended(String callId) {
        return new Intended(call(callId));
    }

    static RunChange settled(String callId, String text) {
        return new Settled(callId, answer(text));
    }

    static RunChange saved(StepRecord step) {
        return new StepSaved(step);
    }

    static RunChange moved(RunPhase phase) {
        return new Moved(phase, null);
    }

    /** The hash of a picture: 64 hexadecimal digits. */
    static String picture(int number) {
        return String.format("%064x", number);
    }
}
