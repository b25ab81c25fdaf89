package dev.toolflow;

import dev.toolflow.step.LocalStepDefinition;
import dev.toolflow.step.StepDefinition;
import dev.toolflow.step.ToolCallStep;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Places steps in a flow while {@link ToolFlow#define} runs, or in a branch or a loop of it; useless afterwards. Not thread-safe.
 *
 * <p>Steps that do not feed each other run side by side. Steps that do not feed the flow's output run too.
 */
public final class FlowBuilder {
    static final int INPUT_SLOT = 0;
    static final String INPUT_ID = "input";
    private static final String LAST_ID = "last";

    private final FlowDraft draft;

    FlowBuilder(FlowDraft draft) {
        this.draft = draft;
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
        return draft.place(new FlowNode.Single<>(draft.nextSlot(), step, input, seen));
    }

    /**
     * Places a step that the user's own function does. The function may do work, unlike one given to {@code map}; it must be
     * thread-safe and is called once in a run.
     *
     * @throws InvalidFlowException when the id is taken or a reference belongs to another flow
     */
    public <I, O> Ref<O> local(String id, Ref<I> input, Function<? super I, ? extends O> function) {
        return step(LocalStepDefinition.of(id, FlowNode.anyType(), FlowNode.anyType(), function), input);
    }

    /**
     * Places a step that the user's own function does, and says what it makes. A run that is kept beyond its process needs
     * the type to read the output back.
     *
     * @throws InvalidFlowException when the id is taken or a reference belongs to another flow
     */
    public <I, O> Ref<O> local(String id, Class<O> type, Ref<I> input, Function<? super I, ? extends O> function) {
        return step(LocalStepDefinition.of(id, FlowNode.<I>anyType(), type, function), input);
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
        return draft.place(new FlowNode.Each<>(draft.nextSlot(), step, items, fanOut));
    }

    /**
     * Places two branches of which a run takes one. The bodies run once, now, each with a builder of its own; they may use
     * references of the flow around them, but what they place cannot be used outside: what they return is handed on. The steps
     * of both branches have ids of the flow's own, so they all differ. Those of the branch that is not taken are in the result as
     * SKIPPED, which leaves the run COMPLETED.
     *
     * <pre>{@code
     * var picture = flow.choose(brief.map(Brief::hasLogo),
     *         then -> then.step(EDIT, brief.map(b -> b.edit())).map(ImageGenerationOutput::image),
     *         otherwise -> otherwise.step(HERO, brief.map(b -> b.hero())).map(ImageGenerationOutput::image));
     * }</pre>
     *
     * @param when which branch is taken: the first when it is true
     * @param then places the steps of the first branch and returns what it makes
     * @param otherwise the same for the second branch
     * @throws InvalidFlowException when an id is taken or a reference belongs elsewhere
     */
    public <O> Ref<O> choose(
            Ref<Boolean> when,
            Function<FlowBuilder, Ref<? extends O>> then,
            Function<FlowBuilder, Ref<? extends O>> otherwise) {
        draft.requireOwn("choose: ", when);
        String id = draft.ids().nextChoice();
        String branch = "a branch of " + id;
        FlowBody<O> first = draft.body(branch, draft.ids(), inner -> then.apply(new FlowBuilder(inner)));
        FlowBody<O> second = draft.body(branch, draft.ids(), inner -> otherwise.apply(new FlowBuilder(inner)));
        ToolCallStep<Boolean, O> standing = FlowNode.standing("choose", FlowNode.anyType());
        return draft.place(new FlowNode.Choose<>(draft.nextSlot(), id, standing, when, first, second));
    }

    /**
     * Places a loop by its id and the most rounds it may have; when they are not enough, the run is FAILED. See
     * {@link #repeat(Loop, Ref, BiFunction, Predicate)}.
     *
     * @param max 1 to 1,000
     * @throws InvalidFlowException when an id is taken or a reference belongs elsewhere
     */
    @SuppressWarnings("checkstyle:ParameterNumber")
    public <T> Ref<T> repeat(
            String id,
            int max,
            Ref<? extends T> first,
            BiFunction<FlowBuilder, Ref<T>, Ref<T>> body,
            Predicate<? super T> until) {
        return repeat(Loop.named(id).atMost(max), first, body, until);
    }

    /**
     * Places a loop. In a run its body is done with the first value, then with what it made itself, until the condition
     * holds of that; at least once. The body runs once, now, with a builder of its own; it may use references of the flow around
     * it. Its steps have ids such as {@code polish#2/hero}: the second round's. The loop has a result under its own id. When
     * the last round did not bring it, the loop's error is a {@link dev.toolflow.step.StepException.RoundsExhausted}.
     *
     * <pre>{@code
     * var text = flow.repeat(Loop.named("polish").atMost(3), draft,
     *         (round, last) -> round.step(POLISH, last), text -> text.words() < 50);
     * }</pre>
     *
     * @param loop its id, its most rounds and what follows when they are not enough
     * @param first what the first round is given
     * @param body places the steps of a round, given its builder and the last value, and returns the round's value
     * @param until whether a round's value is what the loop is for; pure
     * @throws InvalidFlowException when an id is taken or a reference belongs elsewhere
     */
    public <T> Ref<T> repeat(
            Loop loop,
            Ref<? extends T> first,
            BiFunction<FlowBuilder, Ref<T>, Ref<T>> body,
            Predicate<? super T> until) {
        Objects.requireNonNull(until, "until");
        draft.requireOwn("loop '" + loop.id() + "': ", first);
        FlowBody<T> round = draft.body(
                "the body of '" + loop.id() + "'",
                new FlowIds(INPUT_ID, LAST_ID),
                inner -> body.apply(new FlowBuilder(inner), new Ref.Source<>(inner, INPUT_SLOT, LAST_ID)));
        return draft.place(
                new FlowNode.Repeat<>(draft.nextSlot(), loop.standing(), loop.rounds(), first, round, until));
    }

    /**
     * Places a whole flow as one step. Its input is checked as that of a run; its steps have ids such as {@code sub/hero}, and
     * their attempts and usage are in the result of the run. The flow has a result under the id itself. It may hold
     * further flows, and may be placed several times under different ids.
     *
     * @throws InvalidFlowException when the id is taken or the reference belongs elsewhere
     */
    public <I, O> Ref<O> subflow(String id, ToolFlow<I, O> flow, Ref<? extends I> input) {
        draft.requireOwn("subflow '" + id + "': ", input);
        ToolCallStep<I, O> standing = flow.standing().as(id);
        return draft.place(new FlowNode.Subflow<>(draft.nextSlot(), standing, flow, input));
    }

    /**
     * Places a whole flow that is done for each item of a list: like {@link #subflow}, under ids such as
     * {@code persona[3]/hero}. A step within that fails under STOP stops the run, or with {@link ItemFailure#SKIP} its item
     * only, which is then left out of the list.
     *
     * @throws InvalidFlowException when the id is taken or the reference belongs elsewhere
     */
    public <I, O> Ref<List<O>> each(
            String id, ToolFlow<I, O> flow, Ref<? extends List<? extends I>> items, FanOut fanOut) {
        draft.requireOwn("each '" + id + "': ", items);
        ToolCallStep<I, O> standing = flow.standing().as(id);
        return draft.place(new FlowNode.EachFlow<>(draft.nextSlot(), standing, flow, items, fanOut));
    }

    /**
     * Places a question to a person. What does not depend on the answer goes on; when nothing else can, the run is
     * {@link RunStatus#WAITING} and lists the question with the value it is about, until {@link ToolFlowEngine#decide} hands the
     * answer on.
     *
     * @param about what is to be decided on
     * @param answer the type of the answer; its Jakarta constraints are checked
     * @throws InvalidFlowException when the id is taken or the reference belongs elsewhere
     */
    public <T, A> Ref<A> approve(String id, Ref<T> about, Class<A> answer) {
        draft.requireOwn("approval '" + id + "': ", about);
        if (answer.isPrimitive()) {
            throw draft.refused(
                    "approval '" + id + "': an answer is an object; use the class of " + answer + "'s wrapper");
        }
        ToolCallStep<T, A> standing = FlowNode.<T, A>standing("approve", answer).as(id);
        return draft.place(new FlowNode.Approve<>(draft.nextSlot(), standing, about));
    }

    private void requireOwn(ToolCallStep<?, ?> step, Ref<?> ref) {
        draft.requireOwn("step '" + step.id() + "' is given a reference that it cannot use: ", ref);
    }

    private Ref.Source<?> asSource(ToolCallStep<?, ?> step, Ref<?> ref) {
        requireOwn(step, ref);
        if (ref instanceof Ref.Source<?> source && !FlowIds.isChoice(source.id())) {
            return source;
        }
        throw draft.refused(
                "step '" + step.id() + "' includes a mapped reference or a choice, which has no id for the model "
                        + "to know it by; include what step, local or each returned, or make the mapping a local step");
    }
}
