package dev.toolflow;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The ids that are taken where ids must differ: in a flow with all branches of its choices, or in the body of a loop. Not thread-safe. */
final class FlowIds {
    private static final String CHOICE = "choose#";

    private final Map<String, String> tools = new HashMap<>();
    private final List<String> reserved;
    private int choices;

    /** @param reserved the ids under which models know what the flow or the body is given */
    FlowIds(String... reserved) {
        this.reserved = List.of(reserved);
    }

    /** The id of the next choice, which users do not name: no step can have it. */
    String nextChoice() {
        return CHOICE + ++choices;
    }

    static boolean isChoice(String id) {
        return id.startsWith(CHOICE);
    }

    /** @throws IllegalArgumentException when the id is taken; says by what */
    void take(String id, String tool) {
        if (reserved.contains(id)) {
            throw new IllegalArgumentException("a step has the id '" + id + "', under which models know "
                    + (id.equals(FlowBuilder.INPUT_ID) ? "the flow's own input" : "the loop's last value")
                    + "; give it another");
        }
        String other = tools.putIfAbsent(id, tool);
        if (other != null) {
            throw new IllegalArgumentException("two steps have the id '" + id + "' (tools " + other + " and " + tool
                    + "); give one of them an id of its own, such as ToolCallStep.of(…).as(\"" + id + "-2\")");
        }
    }
}
