package dev.toolflow;

import dev.toolflow.record.CallIntent;
import dev.toolflow.record.CallJson;
import dev.toolflow.record.CallOutcome;
import dev.toolflow.record.ErrorJson;
import dev.toolflow.record.Kept;
import dev.toolflow.record.StepJson;
import dev.toolflow.run.CallRecord;
import dev.toolflow.run.DecisionRecord;
import dev.toolflow.run.Payload;
import dev.toolflow.run.PayloadCodec;
import dev.toolflow.run.RunRecord;
import dev.toolflow.run.StepRecord;
import dev.toolflow.schema.JsonType;
import dev.toolflow.step.StepDefinition;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one run writes into its store and reads from there, as payloads, each bound to its place. Thread-safe. */
final class RunPayloads {
    private static final String INPUT = "input";
    private static final String OPTIONS = "options";
    private static final String RESULT = "result";
    private static final String END = "end";
    private static final String ANSWER = "answer";
    private static final String INTENT = "/intent";
    private static final String OUTCOME = "/outcome";

    private final String runId;
    private final PayloadCodec codec;
    private final StepJson steps;
    private final CallJson calls;
    private final ErrorJson errors;

    RunPayloads(String runId, Durability durability) {
        this.runId = runId;
        this.codec = durability.payloads();
        this.steps = new StepJson(durability.redactor(), durability.upcasts());
        this.calls = new CallJson(durability.redactor());
        this.errors = new ErrorJson(durability.redactor());
    }

    Payload input(String json) {
        return text(null, INPUT, json);
    }

    String input(RunRecord run) {
        return text(null, INPUT, run.run().input());
    }

    Payload options(RunOptions options) {
        return text(null, OPTIONS, OptionsJson.write(options));
    }

    RunOptions options(RunRecord run) {
        return OptionsJson.read(text(null, OPTIONS, run.run().options()), "run '" + runId + "'");
    }

    /** @throws IllegalArgumentException if an output of it cannot be written */
    StepRecord step(String status, RunKeeper.KeptStep step) {
        var result = step.result();
        return new StepRecord(
                result.id(),
                status,
                StepJson.shape(result.definition(), step.inputHash()),
                codec.encode(place(result.id(), RESULT), steps.write(result, step.lastRound(), step.rounds())),
                StepBlobs.of(result));
    }

    <O> Kept<O> step(StepRecord step, StepDefinition<?, O> definition) {
        steps.requireCompatible(step.stepId(), step.shape(), definition);
        return steps.read(
                codec.decode(place(step.stepId(), RESULT), step.result()), step.stepId(), step.shape(), definition);
    }

    Payload intent(String stepId, String callId, CallIntent intent) {
        return codec.encode(place(stepId, callId + INTENT), calls.write(intent));
    }

    CallIntent intent(CallRecord call) {
        String step = call.place().stepId();
        return calls.readIntent(codec.decode(place(step, call.id() + INTENT), call.intent()), "step '" + step + "'");
    }

    Payload outcome(String stepId, String callId, CallOutcome outcome) {
        return codec.encode(place(stepId, callId + OUTCOME), calls.write(outcome));
    }

    /** Empty where nobody knows what came of it. */
    Optional<CallOutcome> outcome(CallRecord call) {
        String step = call.place().stepId();
        return Optional.ofNullable(call.settlement())
                .map(settled -> calls.readOutcome(
                        codec.decode(place(step, call.id() + OUTCOME), settled.outcome()), "step '" + step + "'"));
    }

    <A> Payload answer(String approvalId, Class<A> type, Object answer) {
        return text(approvalId, ANSWER, JsonType.plain(type).write(type.cast(answer)));
    }

    <A> A answer(String approvalId, Payload answer, Class<A> type) {
        return JsonType.plain(type).read(text(approvalId, ANSWER, answer));
    }

    Payload end(byte[] document) {
        return codec.encode(place(null, END), document);
    }

    /** How a run ended or why it waits, or null where it did neither yet. */
    @Nullable
    RunEnd end(RunRecord run) {
        Payload end = run.end();
        return end == null ? null : RunEnd.read(codec.decode(place(null, END), end), errors, "run '" + runId + "'");
    }

    String resultJson(StepRecord step) {
        return text(step.stepId(), RESULT, step.result());
    }

    String intentJson(CallRecord call) {
        return text(call.place().stepId(), call.id() + INTENT, call.intent());
    }

    @Nullable
    String outcomeJson(CallRecord call) {
        CallRecord.Settlement settled = call.settlement();
        return settled == null ? null : text(call.place().stepId(), call.id() + OUTCOME, settled.outcome());
    }

    String optionsJson(RunRecord run) {
        return text(null, OPTIONS, run.run().options());
    }

    @Nullable
    String endJson(RunRecord run) {
        Payload end = run.end();
        return end == null ? null : text(null, END, end);
    }

    String answerJson(DecisionRecord decision) {
        return text(decision.approvalId(), ANSWER, decision.answer());
    }

    ErrorJson errors() {
        return errors;
    }

    private Payload text(@Nullable String stepId, String field, String json) {
        return codec.encode(place(stepId, field), json.getBytes(StandardCharsets.UTF_8));
    }

    private String text(@Nullable String stepId, String field, Payload payload) {
        return new String(codec.decode(place(stepId, field), payload), StandardCharsets.UTF_8);
    }

    private PayloadCodec.Place place(@Nullable String stepId, String field) {
        return new PayloadCodec.Place(runId, stepId, field);
    }
}
