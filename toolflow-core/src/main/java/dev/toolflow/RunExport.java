package dev.toolflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.toolflow.run.CallRecord;
import dev.toolflow.run.Lease;
import dev.toolflow.run.RunPayloadException;
import dev.toolflow.run.RunRecord;
import dev.toolflow.run.StepRecord;
import dev.toolflow.run.StoredRun;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Writes a kept run as one JSON document, with the same names for ever. */
final class RunExport {
    private static final JsonMapper JSON = new JsonMapper();

    private final RunPayloads payloads;

    RunExport(RunPayloads payloads) {
        this.payloads = payloads;
    }

    ObjectNode of(StoredRun stored) {
        ObjectNode json = JSON.createObjectNode();
        json.set("run", run(stored.record()));
        json.set("end", tree(payloads.endJson(stored.record())));
        ArrayNode steps = json.putArray("steps");
        stored.steps().forEach(step -> steps.add(step(step)));
        ArrayNode calls = json.putArray("calls");
        stored.calls().forEach(call -> calls.add(call(call)));
        ArrayNode decisions = json.putArray("decisions");
        stored.decisions()
                .forEach(decision -> decisions
                        .addObject()
                        .put("approval", decision.approvalId())
                        .put("at", decision.at().toString())
                        .set("answer", tree(payloads.answerJson(decision))));
        return json;
    }

    private ObjectNode run(RunRecord run) {
        ObjectNode json = JSON.createObjectNode();
        json.put("id", run.id())
                .put("flow", run.flow())
                .put("status", run.phase().name());
        json.put("tenant", run.run().tenant()).put("forkedFrom", run.run().forkedFrom());
        json.put("created", run.times().created().toString());
        json.put("updated", run.times().updated().toString())
                .put("ended", text(run.times().ended()));
        json.put("recoveries", run.recoveries()).put("cancelRequested", run.cancelRequested());
        Lease lease = run.lease();
        if (lease != null) {
            json.putObject("lease")
                    .put("owner", lease.owner().id())
                    .put("host", lease.owner().host())
                    .put("pid", lease.owner().pid())
                    .put("until", lease.until().toString());
        }
        json.set("input", tree(payloads.input(run)));
        json.set("options", tree(payloads.optionsJson(run)));
        return json;
    }

    private ObjectNode step(StepRecord step) {
        ObjectNode json = JSON.createObjectNode();
        json.put("id", step.stepId()).put("status", step.status());
        json.put("definition", step.shape().definition())
                .put("version", step.shape().version());
        ArrayNode images = json.putArray("images");
        step.blobs()
                .forEach(blob -> images.addObject()
                        .put("sha256", blob.sha256())
                        .put("mime", blob.mime())
                        .put("sizeBytes", blob.sizeBytes()));
        json.set("result", tree(payloads.resultJson(step)));
        return json;
    }

    private ObjectNode call(CallRecord call) {
        ObjectNode json = JSON.createObjectNode();
        json.put("id", call.id()).put("step", call.place().stepId());
        json.put("attempt", call.place().attempt()).put("number", call.place().number());
        json.put("model", call.place().model())
                .put("intended", call.intendedAt().toString());
        CallRecord.Settlement settlement = call.settlement();
        json.put("settled", settlement == null ? null : settlement.at().toString());
        json.put("answered", settlement == null ? null : settlement.answered());
        json.set("intent", tree(payloads.intentJson(call)));
        json.set("outcome", tree(payloads.outcomeJson(call)));
        return json;
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }

    private static JsonNode tree(@Nullable String json) {
        if (json == null) {
            return JSON.nullNode();
        }
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new RunPayloadException("a payload is no JSON; restore it from a backup", e);
        }
    }
}
