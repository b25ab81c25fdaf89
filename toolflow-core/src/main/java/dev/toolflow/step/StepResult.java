package dev.toolflow.step;

import dev.toolflow.audit.Issue;
import dev.toolflow.tool.Cost;
import dev.toolflow.tool.TokenUsage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a step ended, with every try. Immutable as far as the output is.
 *
 * @param id the step's id path, such as {@code hero[3]}
 * @param definition what the step is
 * @param status how it ended
 * @param attempts every try, in the order in which they ended, empty when it was skipped; the candidates of one round of
 *     {@code bestOf} in the order of their rank, the best last
 * @param error why it has no accepted output, or null
 * @param <O> what the step makes
 */
public record StepResult<O>(
        String id,
        StepDefinition<?, O> definition,
        StepStatus status,
        List<Attempt<O>> attempts,
        @Nullable RuntimeException error) {

    /** Copies the list. */
    public StepResult {
        attempts = List.copyOf(attempts);
    }

    /** The name of the tool. */
    public String tool() {
        return definition.name();
    }

    /** The last typed output: the accepted one when the step completed, else the last that was rejected, if any. */
    public Optional<O> output() {
        for (int i = attempts.size() - 1; i >= 0; i--) {
            Optional<O> output = attempts.get(i).output();
            if (output.isPresent()) {
                return output;
            }
        }
        return Optional.empty();
    }

    /** Whether the output was taken from the result cache, without a call and at no cost. */
    public boolean isCached() {
        return !attempts.isEmpty() && attempts.get(attempts.size() - 1).made().isCached();
    }

    /** The issues of the last attempt. */
    public List<Issue> issues() {
        return attempts.isEmpty()
                ? List.of()
                : attempts.get(attempts.size() - 1).issues();
    }

    /** The tokens of every attempt, failed ones too. */
    public TokenUsage usage() {
        return attempts.stream().map(Attempt::usage).reduce(TokenUsage.none(), TokenUsage::plus);
    }

    /** What every attempt cost, failed ones too. */
    public Cost cost() {
        return attempts.stream().map(Attempt::cost).reduce(Cost.none(), Cost::plus);
    }

    /** How long all attempts took together. */
    public Duration took() {
        return attempts.stream().map(attempt -> attempt.made().took()).reduce(Duration.ZERO, Duration::plus);
    }

    @Override
    public String toString() {
        return "StepResult[" + id + ", " + status + ", attempts=" + attempts.size() + ", " + usage() + "]";
    }
}
