package dev.toolflow.jdbc;

import dev.toolflow.run.CallRecord;
import dev.toolflow.run.CallRecord.Settlement;
import dev.toolflow.run.NewRun;
import dev.toolflow.run.Owner;
import dev.toolflow.run.Payload;
import dev.toolflow.run.RunChange;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Runs, owners and changes. */
final class Fixture {
    private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");

    private Fixture() {}

    static Owner owner(String id) {
        Owner self = Owner.current();
        return new Owner(id, self.host(), self.pid(), self.startedAt());
    }

    static NewRun run(String id) {
        return new NewRun(id, "kit", null, "0a".repeat(32), payload("input"), payload("options"), null);
    }

    static RunChange intended(String callId) {
        CallRecord.Place place = new CallRecord.Place("hero", 1, 1, "gpt-x");
        return new RunChange.Intended(new CallRecord(callId, place, NOON, payload("intent"), null));
    }

    static Settlement answer(String text) {
        return new Settlement(NOON.plusMillis(1_500), true, payload(text));
    }

    private static Payload payload(String text) {
        return Payload.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
