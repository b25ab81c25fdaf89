package dev.toolflow.examples.runs;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.toolflow.run.Lease;
import dev.toolflow.run.RunRecord;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A run without its steps as JSON, with the same names for ever: {@code id, flow, tenant, phase, interrupted, created, updated,
 * ended, owner{id, host, pid, startedAt, until}, fence, commits, recoveries, cancelRequested, forkedFrom, inputHash}.
 */
public final class RunJson {
    private RunJson() {}

    /** This run as JSON, as it is now. */
    public static ObjectNode of(RunRecord run, Instant now) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", run.id());
        json.put("flow", run.flow());
        json.put("tenant", run.run().tenant());
        json.put("phase", run.phase().name());
        json.put("interrupted", Standing.of(run, now).isInterrupted());
        json.put("created", run.times().created().toString());
        json.put("updated", run.times().updated().toString());
        json.put("ended", text(run.times().ended()));
        owner(json, run.lease());
        json.put("fence", run.fence());
        json.put("commits", run.nextSeq());
        json.put("recoveries", run.recoveries());
        json.put("cancelRequested", run.cancelRequested());
        json.put("forkedFrom", run.run().forkedFrom());
        json.put("inputHash", run.run().inputHash());
        return json;
    }

    private static void owner(ObjectNode run, @Nullable Lease lease) {
        if (lease == null) {
            run.putNull("owner");
            return;
        }
        ObjectNode owner = run.putObject("owner");
        owner.put("id", lease.owner().id());
        owner.put("host", lease.owner().host());
        owner.put("pid", lease.owner().pid());
        owner.put("startedAt", lease.owner().startedAt().toString());
        owner.put("until", lease.until().toString());
    }

    static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }
}
