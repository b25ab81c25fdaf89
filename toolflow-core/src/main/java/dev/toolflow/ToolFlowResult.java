package dev.toolflow;

import dev.toolflow.audit.Issue;
import dev.toolflow.budget.Spending;
import dev.toolflow.run.RunLeasedException;
import dev.toolflow.step.StepDefinition;
import dev.toolflow.step.StepResult;
import dev.toolflow.step.StepStatus;
import dev.toolflow.tool.Cost;
import dev.toolflow.tool.TokenUsage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How a run ended, with everything it did: every step, every attempt, all usage. A run that failed throws nothing away.
 * Immutable as far as the outputs are.
 *
 * @param <O> what the run makes
 */
public final class ToolFlowResult<O> {
    private final Head head;
    private final @Nullable O output;
    private final List<StepResult<?>> steps;
    private final @Nullable RuntimeException error;

    ToolFlowResult(Head head, @Nullable O output, List<StepResult<?>> steps, @Nullable RuntimeException error) {
        this.head = head;
        this.output = output;
        this.steps = List.copyOf(steps);
        this.error = error;
    }

    /** Which run this was and how it ended. */
    record Head(String runId, RunStatus status, Duration took, ResumableRun run, List<Approval> waiting) {
        Head {
            waiting = List.copyOf(waiting);
        }
    }

    /** What an engine goes on from. */
    ResumableRun resumable() {
        return head.run();
    }

    /** This result where it could not be written down how the run ended, perhaps since it goes on elsewhere: nobody may rely on it. */
    ToolFlowResult<O> unwritten(RuntimeException why) {
        RunStatus status = why.getCause() instanceof RunLeasedException ? RunStatus.CANCELLED : RunStatus.FAILED;
        Head failed = new Head(head.runId(), status, head.took(), head.run(), List.of());
        return new ToolFlowResult<>(failed, null, steps, why);
    }

    /** This result where its steps are known better. */
    ToolFlowResult<O> with(UnaryOperator<StepResult<?>> better) {
        return new ToolFlowResult<>(
                head, output, steps.stream().<StepResult<?>>map(better).toList(), error);
    }

    /** The flow's name. */
    public String flow() {
        return head.run().flow().name();
    }

    /** The run's id. */
    public String runId() {
        return head.runId();
    }

    /** How the run ended. */
    public RunStatus status() {
        return head.status();
    }

    /** How long the run took. */
    public Duration took() {
        return head.took();
    }

    /**
     * What the run asks, by the ids of the approvals, when it is {@link RunStatus#WAITING}; else empty. It goes on by
     * {@link ToolFlowEngine#decide} or {@link FlowRun#decide}.
     */
    public List<Approval> waiting() {
        return head.waiting();
    }

    /**
     * What the run made.
     *
     * @throws ToolFlowFailedException when it made nothing; names the step, its attempts and the cause
     */
    public O output() {
        if (output == null) {
            throw failure();
        }
        return output;
    }

    /** What the run made, empty when it made nothing. */
    public Optional<O> outputIfPresent() {
        return Optional.ofNullable(output);
    }

    /**
     * Every step in the order of the flow's definition, whatever finished first; each item of an {@code each} by itself; a loop,
     * a subflow and an approval as a local step with no usage of its own, before the steps within, such as {@code loop#2/hero}
     * and {@code sub/hero}; behind each the audit steps that judged it, such as {@code hero~vision}, and {@code hero~vision#2} for its second attempt.
     * Of a run that was resumed also the rounds and items that only an earlier part of it got to.
     */
    public List<StepResult<?>> steps() {
        return steps;
    }

    /**
     * The result of the step with this definition.
     *
     * @throws IllegalArgumentException when there is none or there are several; lists the ids
     */
    public <T> StepResult<T> step(StepDefinition<?, T> definition) {
        List<StepResult<T>> found = steps(definition);
        if (found.size() == 1) {
            return found.get(0);
        }
        throw new IllegalArgumentException("flow '" + flow() + "' has "
                + (found.isEmpty() ? "no step" : found.size() + " steps") + " of '" + definition.name()
                + "'; its ids are " + ids() + (found.isEmpty() ? "" : "; use step(id, definition)"));
    }

    /**
     * The result of the step with this id path, such as {@code banner} or {@code icon[3]}.
     *
     * @throws IllegalArgumentException when there is none, or it has another definition; lists the ids
     */
    public <T> StepResult<T> step(String id, StepDefinition<?, T> definition) {
        return steps(definition).stream()
                .filter(result -> result.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("flow '" + flow() + "' has no step '" + id + "' of '"
                        + definition.name() + "'; its ids are " + ids()));
    }

    /** The results of all steps with this definition, in the order of the flow's definition. */
    @SuppressWarnings("unchecked")
    public <T> List<StepResult<T>> steps(StepDefinition<?, T> definition) {
        return steps.stream()
                .filter(result -> result.definition() == definition)
                .map(result -> (StepResult<T>) result)
                .toList();
    }

    /** The issues of every step's last attempt. */
    public List<Issue> issues() {
        return steps.stream().flatMap(step -> step.issues().stream()).toList();
    }

    /** The tokens of every attempt of every step, failed ones too. */
    public TokenUsage usage() {
        return steps.stream().map(StepResult::usage).reduce(TokenUsage.none(), TokenUsage::plus);
    }

    /** What every attempt of every step cost, failed ones too. */
    public Cost cost() {
        return steps.stream().map(StepResult::cost).reduce(Cost.none(), Cost::plus);
    }

    /**
     * What was reserved for calls of which it is not known what they took, since their outcome is unknown or they were cut short
     * before they said it: an estimate of the most, beside {@link #usage()} and {@link #cost()}, which count them as unknown. It
     * stays reserved in the budgets.
     */
    public Spending reserved() {
        return head.run().spent().kept();
    }

    /** What made the run fail: the error of the step that failed first; empty when there was none. */
    public Optional<RuntimeException> error() {
        return Optional.ofNullable(error);
    }

    /**
     * This result as JSON: {@code status, flow, runId, output, steps[{id, tool, status, attempts[…]}], usage, cost, error}, with
     * {@code reserved{usd, tokens, images, calls}} where something stayed {@linkplain #reserved() reserved}, and
     * {@code waiting[{id, about, answerType}]} when it waits, {@code about} where it can be written. Holds outputs, but no key, no prompt and no bytes of an image.
     */
    public String toJson() {
        return ResultJson.of(this).toString();
    }

    @Override
    public String toString() {
        return "ToolFlowResult[flow=" + flow() + ", run=" + runId() + ", status=" + status() + ", steps=" + steps.size()
                + ", attempts="
                + steps.stream().mapToInt(step -> step.attempts().size()).sum() + ", " + usage() + "]";
    }

    private ToolFlowFailedException failure() {
        StepResult<?> failed = steps.stream()
                .filter(step -> step.status() == StepStatus.FAILED && step.error() == error)
                .findFirst()
                .orElse(null);
        String where = failed == null
                ? ""
                : " at step '" + failed.id() + "' after " + failed.attempts().size() + " attempt(s)";
        String waits = waiting().isEmpty()
                ? ""
                : ": it asks " + waiting().stream().map(Approval::id).toList() + "; decide these, then it goes on";
        String why = error == null ? waits : ": " + error.getMessage();
        return new ToolFlowFailedException(
                "flow '" + flow() + "' (run " + runId() + ") is " + status() + where + why, failed, error);
    }

    private String ids() {
        return steps.stream().map(StepResult::id).collect(Collectors.joining(", ", "[", "]"));
    }
}
