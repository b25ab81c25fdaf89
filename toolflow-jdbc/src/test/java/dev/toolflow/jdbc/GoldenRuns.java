package dev.toolflow.jdbc;

import static dev.toolflow.jdbc.SampleRuns.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.run.CallRecord;
import dev.toolflow.run.DecisionRecord;
import dev.toolflow.run.Lease;
import dev.toolflow.run.NewRun;
import dev.toolflow.run.Owner;
import dev.toolflow.run.Payload;
import dev.toolflow.run.RunPhase;
import dev.toolflow.run.RunQuery;
import dev.toolflow.run.RunRecord;
import dev.toolflow.run.StepRecord;
import dev.toolflow.run.StoredRun;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** Runs as version 1 wrote them: the scripts in {@code golden}, which are never changed, and what is to be read from them. */
final class GoldenRuns {
    private static final Instant WRITTEN = Instant.parse("2026-11-25T13:00:00.000001Z");
    private static final Instant NOON = Instant.parse("2026-11-25T12:00:00.123456Z");
    private static final RunRecord.Times ENDED = new RunRecord.Times(WRITTEN, WRITTEN, WRITTEN);
    private static final RunRecord.Times UNDER_WAY = new RunRecord.Times(WRITTEN, WRITTEN, null);

    private static final NewRun KIT = new NewRun(
            "brand-kit-1", "brand-kit", "acme", "0a".repeat(32), text("{\"brief\":\"tea\"}"), text("{}"), null);
    private static final NewRun FORK =
            new NewRun("fork-1", "brand-kit", null, "0f".repeat(32), Payload.empty(), text("{}"), "brand-kit-1");
    private static final Lease LEASE = new Lease(
            "fork-1",
            new Owner("anna", "studio", 4_711, Instant.parse("2026-11-25T11:00:00Z")),
            1,
            1,
            WRITTEN.plusSeconds(30),
            false);

    private GoldenRuns() {}

    /** A script, such as {@code sqlite-v1.sql}. */
    static String script(String name) throws IOException {
        try (InputStream golden = GoldenRuns.class.getResourceAsStream("/golden/" + name)) {
            return new String(golden.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    static void assertAllAreReadFrom(JdbcRunStore store) {
        RunRecord kit = new RunRecord(KIT, RunPhase.PARTIAL, ENDED, null, 1, 5, 0, false, text("end"));
        RunRecord fork = new RunRecord(FORK, RunPhase.RUNNING, UNDER_WAY, LEASE, 1, 1, 0, true, null);

        assertThat(store.list(RunQuery.all())).containsExactly(fork, kit);
        assertThat(store.load("brand-kit-1")).contains(new StoredRun(kit, calls(), steps(), decisions()));
    }

    private static List<CallRecord> calls() {
        return List.of(
                new CallRecord(
                        "call-1",
                        new CallRecord.Place("palette", 1, 1, "gpt-x"),
                        NOON,
                        text("intent"),
                        new CallRecord.Settlement(NOON.plusSeconds(2), true, text("outcome"))),
                new CallRecord(
                        "call-2",
                        new CallRecord.Place("logo", 2, 3, "image-x"),
                        NOON.plusSeconds(9),
                        text("intent"),
                        null));
    }

    private static List<StepRecord> steps() {
        return List.of(
                new StepRecord(
                        "palette",
                        StepRecord.COMPLETED,
                        new StepRecord.Shape("palette", "1.2", "0b".repeat(32), "0c".repeat(32)),
                        text("result"),
                        List.of()),
                new StepRecord(
                        "hero",
                        StepRecord.COMPLETED,
                        new StepRecord.Shape("hero", "1", "", "0c".repeat(32)),
                        text("pictures"),
                        List.of(
                                new StepRecord.Blob("0d".repeat(32), "image/png", 12_345),
                                new StepRecord.Blob("0e".repeat(32), "image/webp", 678))));
    }

    private static List<DecisionRecord> decisions() {
        return List.of(new DecisionRecord("approve", WRITTEN, text("true")));
    }
}
