package dev.toolflow.examples.runs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.toolflow.run.CallRecord;
import dev.toolflow.run.DecisionRecord;
import dev.toolflow.run.PayloadCodec;
import dev.toolflow.run.RunRecord;
import dev.toolflow.run.StepRecord;
import dev.toolflow.run.StoredRun;
import org.jspecify.annotations.Nullable;

/** The payloads of one run, decoded. Immutable. */
final class RunContent {
    private final StoredRun stored;
    private final Payloads payloads;

    RunContent(StoredRun stored, Payloads payloads) {
        this.stored = stored;
        this.payloads = payloads;
    }

    StoredRun stored() {
        return stored;
    }

    RunRecord run() {
        return stored.record();
    }

    JsonNode input() {
        return payloads.read(place(null, "input"), run().run().input());
    }

    JsonNode options() {
        return payloads.read(place(null, "options"), run().run().options());
    }

    JsonNode end() {
        return payloads.read(place(null, "end"), run().end());
    }

    JsonNode result(StepRecord step) {
        return payloads.read(place(step.stepId(), "result"), step.result());
    }

    JsonNode intent(CallRecord call) {
        return payloads.read(place(call.place().stepId(), call.id() + "/intent"), call.intent());
    }

    JsonNode outcome(CallRecord call) {
        CallRecord.Settlement settlement = call.settlement();
        return payloads.read(
                place(call.place().stepId(), call.id() + "/outcome"), settlement == null ? null : settlement.outcome());
    }

    JsonNode answer(DecisionRecord decision) {
        return payloads.read(place(decision.approvalId(), "answer"), decision.answer());
    }

    private PayloadCodec.Place place(@Nullable String stepId, String field) {
        return new PayloadCodec.Place(run().id(), stepId, field);
    }
}
