package dev.toolflow.examples.runs;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.toolflow.run.CallRecord;
import dev.toolflow.run.DecisionRecord;
import dev.toolflow.run.StepRecord;
import dev.toolflow.run.StoredRun;
import java.time.Instant;
import java.util.List;

/**
 * All that is kept of a run as one JSON document, with the same names for ever: {@code v, exported, run, input, options, end,
 * steps[], calls[], decisions[]}. Holds inputs and outputs. What cannot be read is {@code {"unreadable": "why"}}.
 */
public final class RunDocument {
    private static final int VERSION = 1;

    private final RunContent content;
    private final Instant now;

    private RunDocument(RunContent content, Instant now) {
        this.content = content;
        this.now = now;
    }

    /** The document of this run, as it is now. */
    public static ObjectNode of(StoredRun run, Payloads payloads, Instant now) {
        return new RunDocument(new RunContent(run, payloads), now).json();
    }

    private ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("v", VERSION);
        json.put("exported", now.toString());
        json.set("run", RunJson.of(content.run(), now));
        json.set("input", content.input());
        json.set("options", content.options());
        json.set("end", content.end());
        ArrayNode steps = json.putArray("steps");
        content.stored().steps().forEach(step -> steps.add(of(step)));
        ArrayNode calls = json.putArray("calls");
        content.stored().calls().forEach(call -> calls.add(of(call)));
        ArrayNode decisions = json.putArray("decisions");
        content.stored().decisions().forEach(decision -> decisions.add(of(decision)));
        return json;
    }

    private ObjectNode of(StepRecord step) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", step.stepId());
        json.put("status", step.status());
        json.put("definition", step.shape().definition());
        json.put("version", step.shape().version());
        json.put("inputHash", step.shape().inputHash());
        json.put("outputHash", step.shape().outputHash());
        json.set("pictures", pictures(step.blobs()));
        json.set("result", content.result(step));
        return json;
    }

    private ObjectNode of(CallRecord call) {
        CallRecord.Settlement settlement = call.settlement();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", call.id());
        json.put("stepId", call.place().stepId());
        json.put("attempt", call.place().attempt());
        json.put("number", call.place().number());
        json.put("model", call.place().model());
        json.put("intended", call.intendedAt().toString());
        json.put("settled", settlement == null ? null : settlement.at().toString());
        json.put("answered", settlement == null ? null : settlement.answered());
        json.set("intent", content.intent(call));
        json.set("outcome", content.outcome(call));
        return json;
    }

    private ObjectNode of(DecisionRecord decision) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("approvalId", decision.approvalId());
        json.put("at", decision.at().toString());
        json.set("answer", content.answer(decision));
        return json;
    }

    static ArrayNode pictures(List<StepRecord.Blob> blobs) {
        ArrayNode json = JsonNodeFactory.instance.arrayNode();
        blobs.forEach(blob -> json.addObject()
                .put("sha256", blob.sha256())
                .put("mime", blob.mime())
                .put("sizeBytes", blob.sizeBytes()));
        return json;
    }
}
