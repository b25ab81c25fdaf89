package dev.toolflow;

import dev.toolflow.record.StepJson;
import dev.toolflow.schema.JsonReadException;
import dev.toolflow.schema.JsonType;
import java.util.ArrayList;
import java.util.List;

/** Whether a run of a flow can be kept and read back. Pure. */
final class KeepableFlow {
    private KeepableFlow() {}

    /**
     * Returns the input as it is kept.
     *
     * @throws InvalidFlowException if a step's output could not be read back
     * @throws InvalidInputException if the input cannot be written and read back
     */
    static String require(ToolFlow<?, ?> flow, Object input) {
        List<String> open = new ArrayList<>();
        add("", flow.graph(), open);
        if (!open.isEmpty()) {
            throw new InvalidFlowException(
                    "flow '" + flow.name() + "': a run of it cannot be kept, since the outputs of "
                            + open + " have no type that they could be read back as; declare a record, as in"
                            + " local(id, Type.class, ref, function); nothing was called");
        }
        return json(flow, input);
    }

    private static void add(String prefix, FlowGraph graph, List<String> open) {
        for (FlowNode<?, ?> node : graph.nodes()) {
            boolean makes = node instanceof FlowNode.Call || node instanceof FlowNode.Approve;
            if (makes && !StepJson.canKeep(node.step().definition())) {
                open.add(prefix + node.id());
            }
            node.inner().forEach(part -> add(prefix + part.prefix(), part.body().graph(), open));
        }
    }

    private static String json(ToolFlow<?, ?> flow, Object input) {
        return typed(flow, flow.inputType(), input);
    }

    private static <I> String typed(ToolFlow<?, ?> flow, Class<I> type, Object input) {
        JsonType<I> json = JsonType.plain(type);
        try {
            String written = json.write(type.cast(input));
            I back = json.read(written);
            if (written.equals(json.write(back)) && isSame(type.cast(input), back, json.read(written))) {
                return written;
            }
        } catch (JsonReadException | IllegalArgumentException e) {
            throw refused(flow, type, e);
        }
        throw refused(flow, type, null);
    }

    /** What its JSON leaves out is found by equality, where the type has it: where what is read twice is equal. */
    private static <I> boolean isSame(I input, I back, I again) {
        return input.equals(back) || !back.equals(again);
    }

    private static InvalidFlowException refused(
            ToolFlow<?, ?> flow, Class<?> type, @org.jspecify.annotations.Nullable RuntimeException why) {
        InvalidFlowException refused = new InvalidFlowException("flow '" + flow.name()
                + "': a run of it cannot be kept, since its input of type " + type.getSimpleName()
                + " is not read back as it was written" + (why == null ? "" : ": " + why.getMessage())
                + "; use a record; nothing was called");
        if (why != null) {
            refused.addSuppressed(why);
        }
        return refused;
    }
}
