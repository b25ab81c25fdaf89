package dev.toolflow.examples.runs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.toolflow.StoredRuns;
import dev.toolflow.run.CallRecord;
import dev.toolflow.run.RunRecord;
import dev.toolflow.run.StoredRun;
import java.util.HashMap;
import java.util.Map;

/** One run as it was loaded, and what it holds by the document that the core exports of it. Immutable. */
public final class RunContent {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final StoredRun stored;
    private final JsonNode document;
    private final Map<String, JsonNode> calls = new HashMap<>();

    private RunContent(StoredRun stored, JsonNode document) {
        this.stored = stored;
        this.document = document;
        document.path("calls").forEach(call -> calls.put(call.path("id").asText(), call));
    }

    /** A run that was loaded from there. */
    public static RunContent of(StoredRun run, StoredRuns runs) {
        return new RunContent(run, read(runs.export(run)));
    }

    /** A run without its steps as JSON. */
    public static ObjectNode json(RunRecord run, StoredRuns runs) {
        return (ObjectNode) read(runs.export(run));
    }

    private static JsonNode read(String exported) {
        try {
            return JSON.readTree(exported);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was exported is no JSON; please report it", e);
        }
    }

    StoredRun stored() {
        return stored;
    }

    RunRecord run() {
        return stored.record();
    }

    /** What it was given. */
    public JsonNode input() {
        return document.path("input");
    }

    JsonNode options() {
        return document.path("options");
    }

    JsonNode decisions() {
        return document.path("decisions");
    }

    JsonNode end() {
        return document.path("end");
    }

    JsonNode intent(CallRecord call) {
        return of(call).path("intent");
    }

    JsonNode outcome(CallRecord call) {
        return of(call).path("outcome");
    }

    private JsonNode of(CallRecord call) {
        return calls.getOrDefault(call.id(), MissingNode.getInstance());
    }
}
