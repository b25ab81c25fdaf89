package dev.toolflow.jdbc;

import dev.toolflow.run.CallRecord;
import dev.toolflow.run.NewRun;
import dev.toolflow.run.Owner;
import dev.toolflow.run.Payload;
import dev.toolflow.run.RunChange;
import dev.toolflow.run.RunPhase;
import dev.toolflow.run.StepRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Runs and changes that tests of stores write. */
final class SampleRuns {
    private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");
    private static final Owner SELF = Owner.current();

    private SampleRuns() {}

    static Owner owner(String id) {
        return new Owner(id, SELF.host(), SELF.pid(), SELF.startedAt());
    }

    static NewRun run(String id) {
        return new NewRun(id, "kit", null, "0a".repeat(32), text("input of " + id), text("options"), null);
    }

    static Payload text(String text) {
        return Payload.of(text.getBytes(StandardCharsets.UTF_8));
    }

    static RunChange intended(String callId) {
        CallRecord.Place place = new CallRecord.Place("hero", 1, 1, "gpt-x");
        return new RunChange.Intended(new CallRecord(callId, place, NOON, text("intent of " + callId), null));
    }

    static CallRecord.Settlement answer(String text) {
        return new CallRecord.Settlement(NOON.plusSeconds(1), true, text(text));
    }

    static RunChange settled(String callId) {
        return new RunChange.Settled(callId, answer("answer to " + callId));
    }

    static RunChange accepted(String stepId, String... pictures) {
        return accepted(stepId, text("result of " + stepId), pictures);
    }

    static RunChange accepted(String stepId, Payload result, String... pictures) {
        StepRecord.Shape shape = new StepRecord.Shape("palette", "1", "0b".repeat(32), "0c".repeat(32));
        List<StepRecord.Blob> blobs = Stream.of(pictures)
                .map(hash -> new StepRecord.Blob(hash, "image/png", 12_345))
                .toList();
        return new RunChange.StepSaved(new StepRecord(stepId, StepRecord.COMPLETED, shape, result, blobs));
    }

    static RunChange moved(RunPhase phase) {
        return new RunChange.Moved(phase, text("end"));
    }
}
