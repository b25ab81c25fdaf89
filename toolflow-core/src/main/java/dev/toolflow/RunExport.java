package dev.toolflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.toolflow.run.CallRecord;
import dev.toolflow.run.DecisionRecord;
import dev.toolflow.run.Lease;
import dev.toolflow.run.RunPayloadException;
import dev.toolflow.run.RunPhase;
import dev.toolflow.run.RunRecord;
import dev.toolflow.run.StepRecord;
import dev.toolflow.run.StoredRun;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Writes a kept run as one JSON document, with the same names for ever. What cannot be read does not hide the rest. */
final class RunExport {
    private static final int VERSION = 1;
    /** Sums of money keep all their digits. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final RunPayloads payloads;
    private final Instant now;

    RunExport(RunPayloads payloads, Instant now) {
        this.payloads = payloads;
        this.now = now;
    }

    ObjectNode of(StoredRun stored) {
        RunRecord record = stored.record();
        ObjectNode json = JSON.createObjectNode();
        json.put("v", VERSION).put("exported", now.toString());
        json.set("run", run(record, now));
        json.set("input", read(() -> payloads.input(record)));
        json.set("options", read(() -> payloads.optionsJson(record)));
        json.set("end", read(() -> payloads.endJson(record)));
        ArrayNode steps = json.putArray("steps");
        stored.steps().forEach(step -> steps.add(step(step)));
        ArrayNode calls = json.putArray("calls");
        stored.calls().forEach(call -> calls.add(call(call)));
        ArrayNode decisions = json.putArray("decisions");
        stored.decisions().forEach(decision -> decisions.add(decision(decision)));
        return json;
    }

    static ObjectNode run(RunRecord run, Instant now) {
        ObjectNode json = JSON.createObjectNode();
        json.put("id", run.id()).put("flow", run.flow()).put("tenant", run.run().tenant());
        json.put("phase", run.phase().name()).put("interrupted", isInterrupted(run, now));
        json.put("created", text(run.times().created()))
                .put("updated", text(run.times().updated()));
        json.put("ended", text(run.times().ended()));
        json.set("owner", owner(run.lease()));
        json.put("fence", run.fence()).put("commits", run.nextSeq()).put("recoveries", run.recoveries());
        json.put("cancelRequested", run.cancelRequested())
                .put("forkedFrom", run.run().forkedFrom());
        return json.put("inputHash", run.run().inputHash());
    }

    /** Whether it has begun and not ended, and nobody works on it. */
    private static boolean isInterrupted(RunRecord run, Instant now) {
        Lease lease = run.lease();
        boolean atWork =
                lease != null && lease.until().isAfter(now) && !lease.owner().isDead();
        return run.phase() == RunPhase.RUNNING && !atWork;
    }

    private static JsonNode owner(@Nullable Lease lease) {
        if (lease == null) {
            return JSON.nullNode();
        }
        ObjectNode json = JSON.createObjectNode();
        json.put("id", lease.owner().id()).put("host", lease.owner().host());
        json.put("pid", lease.owner().pid());
        json.put("startedAt", text(lease.owner().startedAt()));
        return json.put("until", text(lease.until()));
    }

    private ObjectNode step(StepRecord step) {
        ObjectNode json = JSON.createObjectNode();
        json.put("id", step.stepId()).put("status", step.status());
        json.put("definition", step.shape().definition());
        json.put("version", step.shape().version());
        json.put("inputHash", step.shape().inputHash());
        json.put("outputHash", step.shape().outputHash());
        ArrayNode pictures = json.putArray("pictures");
        step.blobs()
                .forEach(blob -> pictures.addObject()
                        .put("sha256", blob.sha256())
                        .put("mime", blob.mime())
                        .put("sizeBytes", blob.sizeBytes()));
        json.set("result", read(() -> payloads.resultJson(step)));
        return json;
    }

    private ObjectNode call(CallRecord call) {
        CallRecord.Settlement settlement = call.settlement();
        ObjectNode json = JSON.createObjectNode();
        json.put("id", call.id()).put("stepId", call.place().stepId());
        json.put("attempt", call.place().attempt()).put("number", call.place().number());
        json.put("model", call.place().model()).put("intended", text(call.intendedAt()));
        json.put("settled", settlement == null ? null : text(settlement.at()));
        json.put("answered", settlement == null ? null : settlement.answered());
        json.set("intent", read(() -> payloads.intentJson(call)));
        json.set("outcome", read(() -> payloads.outcomeJson(call)));
        return json;
    }

    private ObjectNode decision(DecisionRecord decision) {
        ObjectNode json = JSON.createObjectNode();
        json.put("approvalId", decision.approvalId()).put("at", text(decision.at()));
        json.set("answer", read(() -> payloads.answerJson(decision)));
        return json;
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }

    private static JsonNode read(Supplier<@Nullable String> payload) {
        try {
            String json = payload.get();
            return json == null || json.isEmpty() ? JSON.nullNode() : JSON.readTree(json);
        } catch (RunPayloadException e) {
            return unreadable(String.valueOf(e.getMessage()));
        } catch (JsonProcessingException e) {
            return unreadable("what was kept is no JSON");
        }
    }

    private static ObjectNode unreadable(String why) {
        return JSON.createObjectNode().put("unreadable", why);
    }
}
