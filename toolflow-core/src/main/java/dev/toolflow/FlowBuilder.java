package dev.toolflow;

import dev.toolflow.step.LocalStepDefinition;
import dev.toolflow.step.StepDefinition;
import dev.toolflow.step.ToolCallStep;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Places steps in a flow while {@link ToolFlow#define} runs; useless afterwards. Not thread-safe.
 *
 * <p>Steps that do not feed each other run side by side. Steps that do not feed the flow's output run too.
 */
public final class FlowBuilder {
    static final int INPUT_SLOT = 0;
    static final String INPUT_ID = "input";

    private final String name;
    private final List<FlowNode<?, ?>> nodes = new ArrayList<>();
    private final Map<String, String> ids = new HashMap<>();
    private boolean open = true;

    FlowBuilder(String name) {
        this.name = name;
    }

    /**
     * Places a step under its definition's name.
     *
     * @param definition what is done
     * @param input what it is given
     * @param included results of steps, or the flow's input, that the model itself may see
     * @throws InvalidFlowException when the id is taken or a reference belongs to another flow
     */
    public <I, O> Ref<O> step(StepDefinition<I, O> definition, Ref<? extends I> input, Ref<?>... included) {
        return step(ToolCallStep.of(definition), input, included);
    }

    /**
     * Places a step.
     *
     * @param step what is done
     * @param input what it is given
     * @param included results of steps, or the flow's input, that the model itself may see
     * @throws InvalidFlowException when the id is taken or a reference belongs to another flow
     */
    public <I, O> Ref<O> step(ToolCallStep<I, O> step, Ref<? extends I> input, Ref<?>... included) {
        requireOwn(step, input);
        List<Ref.Source<?>> seen = Arrays.stream(included)
                .<Ref.Source<?>>map(ref -> asSource(step, ref))
                .toList();
        return place(step, new FlowNode.Single<>(nextSlot(), step, input, seen));
    }

    /**
     * Places a step that the user's own function does. The function may do work, unlike one given to {@code map}; it must be
     * thread-safe and is called once in a run.
     *
     * @throws InvalidFlowException when the id is taken or a reference belongs to another flow
     */
    public <I, O> Ref<O> local(String id, Ref<I> input, Function<? super I, ? extends O> function) {
        return step(LocalStepDefinition.of(id, anyType(), anyType(), function), input);
    }

    /**
     * Places a step that the user's own function does, and says what it makes. A run that is kept beyond its process needs
     * the type to read the output back.
     *
     * @throws InvalidFlowException when the id is taken or a reference belongs to another flow
     */
    public <I, O> Ref<O> local(String id, Class<O> type, Ref<I> input, Function<? super I, ? extends O> function) {
        return step(LocalStepDefinition.of(id, FlowBuilder.<I>anyType(), type, function), input);
    }

    /** Places a step that is done for each item of a list, all at once as far as the engine allows. */
    public <I, O> Ref<List<O>> each(StepDefinition<I, O> definition, Ref<? extends List<? extends I>> items) {
        return each(ToolCallStep.of(definition), items, FanOut.unbounded());
    }

    /** Places a step that is done for each item of a list, all at once as far as the engine allows. */
    public <I, O> Ref<List<O>> each(ToolCallStep<I, O> step, Ref<? extends List<? extends I>> items) {
        return each(step, items, FanOut.unbounded());
    }

    /** Places a step that is done for each item of a list. */
    public <I, O> Ref<List<O>> each(
            StepDefinition<I, O> definition, Ref<? extends List<? extends I>> items, FanOut fanOut) {
        return each(ToolCallStep.of(definition), items, fanOut);
    }

    /**
     * Places a step that is done for each item of a list. The outputs keep the order of the items; the results of the items
     * have ids such as {@code icon[3]}.
     *
     * @throws InvalidFlowException when the id is taken or the reference belongs to another flow
     */
    public <I, O> Ref<List<O>> each(ToolCallStep<I, O> step, Ref<? extends List<? extends I>> items, FanOut fanOut) {
        requireOwn(step, items);
        return place(step, new FlowNode.Each<>(nextSlot(), step, items, fanOut));
    }

    <I> Ref<I> input() {
        return new Ref.Source<>(this, INPUT_SLOT, INPUT_ID);
    }

    void requireOwn(Ref<?> ref) {
        requireOwn("", ref);
    }

    private void requireOwn(ToolCallStep<?, ?> step, Ref<?> ref) {
        requireOwn("step '" + step.id() + "' is given a reference of another flow: ", ref);
    }

    private void requireOwn(String where, Ref<?> ref) {
        if (ref.flow() != this) {
            throw refused(where + ref + " belongs to the flow '" + ref.flow().name
                    + "'; pass its value in through this flow's input instead");
        }
    }

    List<FlowNode<?, ?>> close() {
        open = false;
        return List.copyOf(nodes);
    }

    private <T> Ref<T> place(ToolCallStep<?, ?> step, FlowNode<?, ?> node) {
        if (!open) {
            throw refused("step '" + step.id() + "' is placed after the flow was defined; place it inside define");
        }
        String tool = step.definition().name();
        if (step.id().equals(INPUT_ID)) {
            throw refused("a step has the id 'input', under which models know the flow's own input; give it another");
        }
        String other = ids.putIfAbsent(step.id(), tool);
        if (other != null) {
            throw refused("two steps have the id '" + step.id() + "' (tools " + other + " and " + tool
                    + "); give one of them an id of its own, such as ToolCallStep.of(…).as(\"" + step.id() + "-2\")");
        }
        nodes.add(node);
        return new Ref.Source<>(this, node.slot(), step.id());
    }

    private Ref.Source<?> asSource(ToolCallStep<?, ?> step, Ref<?> ref) {
        requireOwn(step, ref);
        if (ref instanceof Ref.Source<?> source) {
            return source;
        }
        throw refused(
                "step '" + step.id() + "' includes a mapped reference, which has no id for the model to know it by; "
                        + "include what step, local or each returned, or make the mapping a local step");
    }

    private InvalidFlowException refused(String why) {
        return new InvalidFlowException("flow '" + name + "': " + why);
    }

    private int nextSlot() {
        return nodes.size() + 1;
    }

    /** A local step without declared types is only ever given what its reference holds. */
    @SuppressWarnings("unchecked")
    private static <T> Class<T> anyType() {
        return (Class<T>) Object.class;
    }
}
