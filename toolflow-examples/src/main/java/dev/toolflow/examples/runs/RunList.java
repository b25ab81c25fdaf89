package dev.toolflow.examples.runs;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.toolflow.StoredRuns;
import dev.toolflow.examples.text.Ages;
import dev.toolflow.examples.text.Table;
import dev.toolflow.run.RunRecord;
import java.time.Instant;
import java.util.List;

/** Runs, a line each. Immutable. */
public final class RunList {
    private final List<RunRecord> runs;
    private final Instant now;

    private RunList(List<RunRecord> runs, Instant now) {
        this.runs = List.copyOf(runs);
        this.now = now;
    }

    /** These runs, in this order, as they are now. */
    public static RunList of(List<RunRecord> runs, Instant now) {
        return new RunList(runs, now);
    }

    /** How many. */
    public int size() {
        return runs.size();
    }

    /**
     * A table of at most this width, where that can be. A column of tenants is there only where a run has one; no
     * line where there is no run.
     */
    public List<String> lines(int width) {
        if (runs.isEmpty()) {
            return List.of();
        }
        boolean tenants = runs.stream().anyMatch(run -> run.run().tenantIfAny().isPresent());
        Table table = tenants
                ? Table.of(
                        Table.whole("run"),
                        Table.left("flow"),
                        Table.left("tenant"),
                        Table.left("status"),
                        Table.right("begun"),
                        Table.right("changed"))
                : Table.of(
                        Table.whole("run"),
                        Table.left("flow"),
                        Table.left("status"),
                        Table.right("begun"),
                        Table.right("changed"));
        runs.forEach(run -> add(table, run, tenants));
        return table.lines(width);
    }

    /** What the statuses mean of which a stranger would ask what now; a line each, in the order of the table. */
    public List<String> explanations() {
        return runs.stream()
                .map(run -> Standing.of(run, now))
                .flatMap(standing -> standing.explanation().stream())
                .distinct()
                .toList();
    }

    private void add(Table table, RunRecord run, boolean tenants) {
        String status = Standing.of(run, now).wordsWithCancel();
        String begun = Ages.of(run.times().created(), now);
        String changed = Ages.of(run.times().updated(), now);
        if (tenants) {
            table.add(run.id(), run.flow(), run.run().tenantIfAny().orElse(""), status, begun, changed);
        } else {
            table.add(run.id(), run.flow(), status, begun, changed);
        }
    }

    /** {@code runs[{id, flow, tenant, …}]}, each as these runs export it. */
    public ObjectNode json(StoredRuns stored) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode all = json.putArray("runs");
        runs.forEach(run -> all.add(RunContent.json(run, stored)));
        return json;
    }
}
