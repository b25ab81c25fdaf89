package dev.toolflow;

import dev.toolflow.schema.JsonType;
import dev.toolflow.schema.Violation;
import dev.toolflow.step.StepException;
import dev.toolflow.step.ToolCallStep;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A flow at work within another, under one id. Thread-safe.
 *
 * @param <I> what it is given
 * @param <O> what it makes
 */
final class SubflowExecution<I, O> implements NodeExecution, BodyExecution.Pass<O> {
    private final RunWork work;
    private final String id;
    private final ToolFlow<I, O> flow;
    private final ShapeResult<O> own;
    private final Supplier<? extends I> input;
    private final Consumer<NodeOutcome> end;
    private volatile @Nullable BodyExecution<O> body;

    SubflowExecution(NodePlace<FlowNode.Subflow<I, O>> place) {
        this(
                new Under<>(
                        place.work(),
                        place.id(),
                        place.node().step(),
                        place.node().flow()),
                () -> Evaluation.of(place.node().from(), place.frame().values()),
                place::end);
    }

    /**
     * @param under which flow, and as what
     * @param input what it is given, worked out on a worker
     * @param end is told how it ended
     */
    SubflowExecution(Under<I, O> under, Supplier<? extends I> input, Consumer<NodeOutcome> end) {
        this.work = under.work();
        this.id = under.id();
        this.flow = under.flow();
        this.own = new ShapeResult<>(under.work(), under.id(), under.step());
        this.input = input;
        this.end = end;
    }

    /** Which flow is done, and as what. */
    record Under<I, O>(RunWork work, String id, ToolCallStep<I, O> step, ToolFlow<I, O> flow) {}

    @Override
    public Runnable begin() {
        own.begins();
        try {
            I given = UserCode.call(id, "the mapping of its input", input);
            List<Violation> violations = UserCode.call(
                    id,
                    "validating its input",
                    () -> JsonType.plain(flow.inputType()).validate(given));
            if (violations.isEmpty()) {
                return () -> go(given);
            }
            throw new StepException.InvalidInput("step '" + id + "': its input is not valid: "
                    + InvalidInputException.describe(violations) + "; nothing was called");
        } catch (StepException e) {
            return () -> failed(e);
        }
    }

    private void go(I given) {
        BodyExecution<O> begun = new BodyExecution<>(
                work,
                new FrameExecution.Frame(id + "/", flow.graph(), RunValues.of(flow.graph(), given), null),
                flow.body(),
                this);
        body = begun;
        begun.begin();
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Runnable made(O value) {
        return () -> end.accept(own.completed(value, inner()));
    }

    @Override
    public void unmade() {
        end.accept(own.unmade(inner()));
    }

    @Override
    public void failed(StepException error) {
        end.accept(own.failed(error, null, inner()));
    }

    @Override
    public NodeOutcome soFar() {
        return own.soFar(inner());
    }

    private List<NodeOutcome> inner() {
        BodyExecution<O> begun = body;
        return begun == null ? work.state().memory().notBegun(id + "/", flow.graph()) : begun.nodes();
    }
}
