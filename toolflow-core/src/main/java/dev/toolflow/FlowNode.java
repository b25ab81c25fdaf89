package dev.toolflow;

import dev.toolflow.step.ChatStepDefinition;
import dev.toolflow.step.ImageEditStepDefinition;
import dev.toolflow.step.ImageGenerationStepDefinition;
import dev.toolflow.step.LocalStepDefinition;
import dev.toolflow.step.StepDefinition;
import dev.toolflow.step.ToolCallStep;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;

/**
 * A step where it stands in a flow. Immutable.
 *
 * @param <I> what the step is given
 * @param <O> what the step makes
 */
sealed interface FlowNode<I, O> {

    int slot();

    ToolCallStep<I, O> step();

    /** The results that the model may see. */
    List<Ref.Source<?>> included();

    /** What the node's input is made from. */
    Ref<?> from();

    /** The slots of the nodes that must have ended before this one can begin. */
    default SortedSet<Integer> dependencies() {
        List<Ref<?>> refs = new ArrayList<>(included());
        refs.add(from());
        return FlowGraph.slotsOf(refs);
    }

    static FlowStep.Kind kind(StepDefinition<?, ?> definition) {
        if (definition instanceof ChatStepDefinition) {
            return FlowStep.Kind.CHAT;
        } else if (definition instanceof ImageGenerationStepDefinition) {
            return FlowStep.Kind.IMAGE_GENERATION;
        } else if (definition instanceof ImageEditStepDefinition) {
            return FlowStep.Kind.IMAGE_EDIT;
        } else if (definition instanceof LocalStepDefinition) {
            return FlowStep.Kind.LOCAL;
        }
        throw new IllegalStateException("no kind for " + definition);
    }

    /** A step done once. */
    record Single<I, O>(int slot, ToolCallStep<I, O> step, Ref<? extends I> from, List<Ref.Source<?>> included)
            implements FlowNode<I, O> {}

    /** A step done once for each item of a list. */
    record Each<I, O>(int slot, ToolCallStep<I, O> step, Ref<? extends List<? extends I>> from, FanOut fanOut)
            implements FlowNode<I, O> {
        @Override
        public List<Ref.Source<?>> included() {
            return List.of();
        }
    }
}
