package dev.toolflow.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.budget.Spending;
import dev.toolflow.record.CallJson;
import dev.toolflow.record.CallOutcome;
import dev.toolflow.run.CallRecord;
import dev.toolflow.run.Lease;
import dev.toolflow.run.Owner;
import dev.toolflow.run.PayloadCodec;
import dev.toolflow.run.Redactor;
import dev.toolflow.run.RunChange;
import dev.toolflow.run.RunStore;
import dev.toolflow.testkit.FakeOpenAiServer;
import dev.toolflow.tool.CallReceipt;
import dev.toolflow.tool.Cost;
import dev.toolflow.tool.TokenUsage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** That nothing was lost, repeated or paid in secret means something only where the judge notices it. */
class KillEvidenceTest {
    private static final String RUN = LeafletWorker.runs("0").get(0);

    private final FakeOpenAiServer server = FakeOpenAiServer.start();
    private final RunStore store = RunStore.memory();
    private final List<String> events = new ArrayList<>();

    @BeforeEach
    void keepABatch() {
        LeafletWorker.runs("0").forEach(run -> store.create(SampleRuns.run(run), null));
    }

    @AfterEach
    void close() {
        server.close();
        store.close();
    }

    private KillReport report() {
        return new KillEvidence(events, server, Map.of("from outside", 1), LeafletWorker.RUNS_AT_ONCE).judge(store);
    }

    private void keep(RunChange... changes) {
        Lease lease = store.claim(RUN, Owner.current());
        store.commit(lease, lease.nextSeq(), List.of(changes));
    }

    private static RunChange intended(String callId) {
        return new RunChange.Intended(new CallRecord(
                callId,
                new CallRecord.Place("picture", 1, 1, "gpt-image-2"),
                Instant.EPOCH,
                SampleRuns.text("intent"),
                null));
    }

    /** Somebody buys the picture of the run. */
    private void buy() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.baseUrl() + "/images/generations"))
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString("{\"model\":\"gpt-image-2\",\"size\":\"320x320\",\"prompt\":\"" + RUN
                        + "/picture: a teapot\"}"))
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(request, BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void an_accepted_step_that_is_gone_is_lost() {
        events.add("accepted " + RUN + " headline 1234");

        assertThat(report().lost()).isEqualTo(1);
    }

    @Test
    void an_accepted_step_that_is_another_is_lost_and_one_that_is_the_same_is_not() {
        keep(SampleRuns.accepted("headline", SampleRuns.text("a")));
        events.add("accepted " + RUN + " headline " + WorkerEvents.digest(SampleRuns.text("a")));
        assertThat(report().lost()).isZero();

        events.add("accepted " + RUN + " headline " + WorkerEvents.digest(SampleRuns.text("b")));
        assertThat(report().lost()).isEqualTo(1);
    }

    @Test
    void a_call_for_an_accepted_step_is_repeated_and_one_before_that_is_not() {
        events.add("intended " + RUN + " headline call-1");
        events.add("accepted " + RUN + " headline 1234");
        assertThat(report().repeated()).isZero();

        events.add("intended " + RUN + " headline call-2");
        assertThat(report().repeated()).isEqualTo(1);
    }

    @Test
    void a_call_that_the_store_knows_nothing_of_is_a_difference() throws Exception {
        buy();

        assertThat(report().difference()).isEqualTo(server.ledger().total()).isPositive();
    }

    @Test
    void a_call_of_unknown_outcome_explains_one_that_was_paid_and_not_two() throws Exception {
        keep(intended("call-1"));
        buy();
        assertThat(report().difference()).isZero();
        assertThat(report().unknown()).isEqualTo(1);

        buy();
        assertThat(report().difference()).isEqualTo(server.ledger().total() / 2);
    }

    @Test
    void a_call_that_the_server_knows_nothing_of_is_a_difference() {
        CallReceipt receipt = new CallReceipt("gpt-image-2", "req_none", null, null, TokenUsage.of(7, 3));
        byte[] outcome = new CallJson(Redactor.none())
                .write(new CallOutcome(
                        receipt,
                        Cost.unpriced(),
                        Spending.nothing(),
                        Spending.nothing(),
                        null,
                        "{}",
                        List.of(),
                        List.of()));
        var place = new PayloadCodec.Place(RUN, "picture", "call-1/outcome");
        keep(
                intended("call-1"),
                new RunChange.Settled(
                        "call-1",
                        new CallRecord.Settlement(
                                Instant.EPOCH, true, PayloadCodec.checked().encode(place, outcome))));

        assertThat(report().difference()).isEqualTo(10);
    }

    @Test
    void a_run_that_did_not_end_is_not_completed() {
        assertThat(report().completed()).isZero();
    }
}
