package dev.toolflow.step;

import dev.toolflow.audit.Verdict;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * An audit that is a step of its own, such as a model that judges another model's work. The engine runs it on the thread of
 * the step it judges, after that step's plain audits, with its own attempts, retries, model, usage and events. Its result
 * stands behind the judged step's under an id such as {@code hero~vision}, {@code hero~vision#2} for the second attempt.
 * Immutable; its functions are pure and may run on any thread.
 *
 * <p>An output that the plain audits' issues fail already is not shown to it, since it costs money. An audit step that fails
 * itself fails the step it judges; the output that was paid for stays in the attempts and nothing more is called. Of a {@code bestOf},
 * the candidates that are there already are judged all the same, and the best that passes is taken.
 *
 * <pre>{@code
 * ToolCallStep.of(COPY).audit(StepAudit.of(
 *     ToolCallStep.of(JUDGE_TONE).as("tone").maxRetries(1),
 *     (request, copy) -> new ToneQuestion(request.audience(), copy.text()),
 *     answer -> Verdict.of(answer.friendly() ? List.of() : List.of(Issue.critical("not friendly"))).score(answer.points())))
 * }</pre>
 *
 * @param <I> what the judged step is given
 * @param <O> what is judged
 */
public sealed interface StepAudit<I, O> permits StepAudit.Asked, VisionAudit {

    /**
     * An audit by a step.
     *
     * @param step what judges; its id is the audit's name
     * @param question makes what the judge is given, from the judged step's input and output
     * @param reading says what the judge's answer means
     * @throws IllegalArgumentException when the step's id cannot be a name in an id path
     */
    static <I, O, A, F> StepAudit<I, O> of(
            ToolCallStep<A, F> step,
            BiFunction<? super I, ? super O, ? extends A> question,
            Function<? super F, Verdict> reading) {
        return new Asked<>(StepName.id(step.id()), step, question, reading);
    }

    /** The audit's name: the last part of its id path, and the source of its issues. */
    String name();

    /** What judges. */
    ToolCallStep<?, ?> step();

    /** What is to be found out about one output. */
    Inquiry<?, ?> about(I input, O output);

    /**
     * One question of an audit to its step. Immutable.
     *
     * @param step what judges
     * @param question what it is given
     * @param reading says what its answer means
     * @param <A> what the judge is given
     * @param <F> what the judge answers
     */
    record Inquiry<A, F>(ToolCallStep<A, F> step, A question, Function<? super F, Verdict> reading) {}

    /**
     * An audit that the user put together; made by {@link StepAudit#of}.
     *
     * @param <I> what the judged step is given
     * @param <O> what is judged
     * @param <A> what the judge is given
     * @param <F> what the judge answers
     */
    final class Asked<I, O, A, F> implements StepAudit<I, O> {
        private final String name;
        private final ToolCallStep<A, F> step;
        private final BiFunction<? super I, ? super O, ? extends A> question;
        private final Function<? super F, Verdict> reading;

        private Asked(
                String name,
                ToolCallStep<A, F> step,
                BiFunction<? super I, ? super O, ? extends A> question,
                Function<? super F, Verdict> reading) {
            this.name = name;
            this.step = step;
            this.question = Objects.requireNonNull(question, "question");
            this.reading = Objects.requireNonNull(reading, "reading");
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public ToolCallStep<A, F> step() {
            return step;
        }

        @Override
        public Inquiry<A, F> about(I input, O output) {
            return new Inquiry<>(step, question.apply(input, output), reading);
        }

        @Override
        public String toString() {
            return "StepAudit[" + name + ": " + step.definition().name() + "]";
        }
    }
}
