package dev.toolflow.durable;

import static dev.toolflow.behaviour.Lines.CALM;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toolflow.Durability;
import dev.toolflow.RunOptions;
import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.behaviour.Lines;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.run.Lease;
import dev.toolflow.run.NewRun;
import dev.toolflow.run.Owner;
import dev.toolflow.run.Payload;
import dev.toolflow.run.PayloadCodec;
import dev.toolflow.run.RunChange;
import dev.toolflow.run.RunIncompatibleException;
import dev.toolflow.run.RunPayloadException;
import dev.toolflow.run.RunPhase;
import dev.toolflow.run.RunStore;
import dev.toolflow.run.StepRecord;
import dev.toolflow.run.StoredRun;
import dev.toolflow.step.StepDefinition;
import dev.toolflow.tool.Secret;
import dev.toolflow.tool.ToolCallException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A run has a line and failed at the next step; then what is kept of it is not what was written. */
@Timeout(60)
class KeptPayloadsTest {
    private static final StepDefinition<Topic, Line> SIGN = Lines.writing("sign");
    private static final ToolFlow<Topic, Line> SIGNED = ToolFlow.define("signed", Topic.class, (flow, topic) -> {
        var line = flow.step(WRITE, topic);
        return flow.step(SIGN, line.map(l -> new Topic(l.text())));
    });
    private static final byte[] NEWER = "{\"v\":3,\"unheard\":[1]}".getBytes(StandardCharsets.UTF_8);

    private final Processes processes = new Processes();

    @AfterEach
    void closeAll() {
        processes.close();
    }

    /** What of a run is not as it was. */
    enum Part {
        INPUT,
        OPTIONS,
        STEP,
        END;

        private Payload of(StoredRun run) {
            return switch (this) {
                case INPUT -> run.record().run().input();
                case OPTIONS -> run.record().run().options();
                case STEP -> run.steps().get(0).result();
                case END -> Objects.requireNonNull(run.record().end());
            };
        }

        private PayloadCodec.Place place(String runId) {
            return new PayloadCodec.Place(
                    runId,
                    this == STEP ? "write_line" : null,
                    this == STEP ? "result" : name().toLowerCase(java.util.Locale.ROOT));
        }
    }

    private StoredRun failed(String id) {
        processes.mock.on(WRITE).reply(CALM);
        processes.mock.on(SIGN).fail(new ToolCallException.Rejected("no"));
        ToolFlowResult<Line> result =
                processes.begin().run(SIGNED, TEA, RunOptions.defaults().id(id));
        assertThat(result.status()).isEqualTo(RunStatus.FAILED);
        return processes.stored(id);
    }

    /** A store with this run, of which one part is another. */
    private RunStore altered(StoredRun run, Part part, Payload other) {
        RunStore store = RunStore.memory(processes.clock, processes.store.leaseTime());
        NewRun begun = run.record().run();
        Lease lease = Objects.requireNonNull(store.create(
                        new NewRun(
                                begun.id(),
                                begun.flow(),
                                begun.tenant(),
                                begun.inputHash(),
                                part == Part.INPUT ? other : begun.input(),
                                part == Part.OPTIONS ? other : begun.options(),
                                null),
                        Owner.current())
                .lease());
        List<RunChange> changes = new ArrayList<>();
        for (StepRecord step : run.steps()) {
            boolean isOther = part == Part.STEP && step.stepId().equals("write_line");
            changes.add(new RunChange.StepSaved(new StepRecord(
                    step.stepId(), step.status(), step.shape(), isOther ? other : step.result(), step.blobs())));
        }
        changes.add(new RunChange.Moved(
                RunPhase.FAILED, part == Part.END ? other : run.record().end()));
        store.commit(lease, lease.nextSeq(), changes);
        return store;
    }

    private void isRefused(RunStore store, Class<? extends Exception> how, String... message) {
        StoredRun before = store.load("mine").orElseThrow();
        int calls = processes.mock.requests().size();
        ToolFlowEngine engine = processes.begin(Durability.in(store));

        assertThatThrownBy(() -> engine.resume(SIGNED, "mine"))
                .isInstanceOf(how)
                .hasMessageContainingAll(message);
        assertThat(store.load("mine")).contains(before);
        assertThat(processes.mock.requests()).hasSize(calls);
    }

    @Nested
    class A_run_is_refused_and_left_as_it_is {
        @ParameterizedTest
        @EnumSource(names = "INPUT", mode = EnumSource.Mode.EXCLUDE)
        void when_a_newer_version_wrote_a_part_of_it(Part part) {
            Payload newer = PayloadCodec.checked().encode(part.place("mine"), NEWER);

            isRefused(
                    altered(failed("mine"), part, newer),
                    RunIncompatibleException.class,
                    "format 3, written by a newer ToolFlow",
                    "nothing was changed");
        }

        @ParameterizedTest
        @EnumSource
        void when_a_part_of_it_is_damaged(Part part) {
            StoredRun run = failed("mine");
            byte[] bytes = part.of(run).bytes();
            bytes[bytes.length - 1] ^= 1;

            isRefused(altered(run, part, Payload.of(bytes)), RunPayloadException.class, "run 'mine'", "is damaged");
        }

        @ParameterizedTest
        @EnumSource
        void when_a_part_of_another_run_was_put_in_its_place(Part part) {
            Payload others = part.of(failed("other"));

            isRefused(
                    altered(failed("mine"), part, others),
                    RunPayloadException.class,
                    "run 'mine'",
                    "was written for another place");
        }

        @ParameterizedTest
        @EnumSource
        void when_a_part_of_it_is_no_document(Part part) {
            byte[] text = "[\"@class\"]".getBytes(StandardCharsets.UTF_8);
            Payload odd = PayloadCodec.checked().encode(part.place("mine"), text);

            isRefused(
                    altered(failed("mine"), part, odd),
                    part == Part.INPUT ? RunIncompatibleException.class : RunPayloadException.class,
                    part == Part.STEP ? "step 'write_line'" : "run 'mine'");
        }
    }

    @Nested
    class A_run_that_is_encrypted {
        private static final Secret OLD = key(1);
        private static final Secret NEW = key(2);

        private static Secret key(int fill) {
            byte[] bytes = new byte[32];
            java.util.Arrays.fill(bytes, (byte) fill);
            return Secret.of(Base64.getEncoder().encodeToString(bytes));
        }

        private ToolFlowEngine engine(PayloadCodec codec) {
            return processes.begin(Durability.in(processes.store).payloads(codec));
        }

        private void failedWith(PayloadCodec codec) {
            processes.mock.on(WRITE).reply(CALM);
            processes.mock.on(SIGN).fail(new ToolCallException.Rejected("no")).reply(CALM);
            engine(codec).run(SIGNED, TEA, RunOptions.defaults().id("mine"));
        }

        @Test
        void shows_nothing_to_who_has_no_key() {
            failedWith(PayloadCodec.aesGcm("old", OLD));
            StoredRun before = processes.stored("mine");

            assertThatThrownBy(() -> processes.begin().resume(SIGNED, "mine"))
                    .isInstanceOf(RunPayloadException.class)
                    .hasMessageContaining("the payload is encrypted");
            assertThatThrownBy(() -> engine(PayloadCodec.aesGcm("old", NEW)).resume(SIGNED, "mine"))
                    .isInstanceOf(RunPayloadException.class);
            assertThatThrownBy(() -> engine(PayloadCodec.aesGcm("new", NEW)).resume(SIGNED, "mine"))
                    .isInstanceOf(RunPayloadException.class)
                    .hasMessageContaining("old");
            assertThat(processes.stored("mine")).isEqualTo(before);
            assertThat(before.toString()).doesNotContain(CALM.text());
        }

        @Test
        void goes_on_with_a_new_key_that_knows_the_old_one() {
            failedWith(PayloadCodec.aesGcm("old", OLD));

            ToolFlowResult<Line> resumed =
                    engine(PayloadCodec.aesGcm("new", NEW).andKey("old", OLD)).resume(SIGNED, "mine");

            assertThat(resumed.output()).isEqualTo(CALM);
            assertThat(processes.lines()).isEqualTo(1);
        }

        @Test
        void goes_on_from_what_was_written_in_clear_when_that_is_allowed() {
            failedWith(PayloadCodec.checked());
            PayloadCodec codec = PayloadCodec.aesGcm("new", NEW);

            assertThatThrownBy(() -> engine(codec).resume(SIGNED, "mine")).isInstanceOf(RunPayloadException.class);
            assertThat(engine(PayloadCodec.aesGcm("new", NEW).alsoUnencrypted())
                            .resume(SIGNED, "mine")
                            .output())
                    .isEqualTo(CALM);
        }
    }
}
