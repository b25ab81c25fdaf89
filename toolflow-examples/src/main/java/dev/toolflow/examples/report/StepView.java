package dev.toolflow.examples.report;

import dev.toolflow.ToolFlowResult;
import dev.toolflow.audit.Issue;
import dev.toolflow.audit.IssueSeverity;
import dev.toolflow.step.Attempt;
import dev.toolflow.step.ChatStepDefinition;
import dev.toolflow.step.StepResult;
import dev.toolflow.tool.TokenUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A step as its report shows it. Immutable.
 *
 * @param id the step's id
 * @param tool the tool's name
 * @param status how it ended, in lower case
 * @param numbers tokens and time
 * @param attempts every try
 * @param error why it failed, or null
 */
public record StepView(
        String id,
        String tool,
        String status,
        Numbers numbers,
        List<AttemptView> attempts,
        @Nullable String error) {

    /** Copies the list. */
    public StepView {
        attempts = List.copyOf(attempts);
    }

    /**
     * What something used.
     *
     * @param tokens in and out
     * @param time how long it took
     */
    public record Numbers(String tokens, String time) {}

    /**
     * A try.
     *
     * @param number from 1
     * @param outcome accepted, rejected or failed
     * @param call model and request id, as far as there are any
     * @param numbers tokens and time
     * @param issues what was found wrong
     * @param reason why it was not accepted, where no issue says so, or null
     * @param colours the colours of its output, at most 40
     * @param pictures small copies of the pictures of its output, as data URIs
     * @param next whether another try followed, and what it was told
     */
    public record AttemptView(
            int number,
            String outcome,
            String call,
            Numbers numbers,
            List<Issue> issues,
            @Nullable String reason,
            List<Swatch> colours,
            List<String> pictures,
            Next next) {
        /** Copies the lists. */
        public AttemptView {
            issues = List.copyOf(issues);
            colours = List.copyOf(colours);
            pictures = List.copyOf(pictures);
        }
    }

    /**
     * The try after one.
     *
     * @param comes whether there was one
     * @param issues how many issues its request held
     */
    public record Next(boolean comes, long issues) {}

    /** Shows how each step of a run went. */
    public static List<StepView> all(ToolFlowResult<?> result, Thumbnails thumbnails) {
        return result.steps().stream().map(step -> of(step, thumbnails)).toList();
    }

    private static StepView of(StepResult<?> step, Thumbnails thumbnails) {
        List<AttemptView> attempts = new ArrayList<>();
        for (Attempt<?> attempt : step.attempts()) {
            boolean comes = attempt.number() < step.attempts().size();
            attempts.add(of(attempt, new Next(comes, comes ? told(attempt, step) : 0), thumbnails));
        }
        RuntimeException error = step.error();
        return new StepView(
                step.id(),
                step.tool(),
                step.status().name().toLowerCase(Locale.ROOT),
                numbers(step.usage(), step.took().toMillis()),
                attempts,
                error == null ? null : error.getMessage());
    }

    /** Tokens and milliseconds as people read them. */
    public static Numbers numbers(TokenUsage usage, long millis) {
        String time = millis < 1_000 ? millis + " ms" : String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
        return new Numbers(inWords(usage), time);
    }

    /** Tokens alone, beside a label that says what they are. */
    public static String tokens(TokenUsage usage) {
        if (usage.total() == 0) {
            return usage.isComplete() ? "none" : "unreported";
        }
        return String.format(Locale.ROOT, "%,d in + %,d out", usage.input(), usage.output())
                + (usage.isComplete() ? "" : " + unreported");
    }

    private static String inWords(TokenUsage usage) {
        if (usage.total() == 0) {
            return usage.isComplete() ? "no tokens" : "tokens unreported";
        }
        return tokens(usage);
    }

    private static AttemptView of(Attempt<?> attempt, Next next, Thumbnails thumbnails) {
        Attempt.Made made = attempt.made();
        String call = Stream.of(
                        Optional.of(made.model()).filter(model -> !model.isEmpty()),
                        Optional.ofNullable(made.receipt().requestId()).map(id -> "request " + id),
                        Optional.of(made.calls()).filter(calls -> calls > 1).map(calls -> calls + " calls"))
                .flatMap(Optional::stream)
                .reduce((one, other) -> one + " · " + other)
                .orElse("");
        return new AttemptView(
                attempt.number(),
                attempt.getClass().getSimpleName().toLowerCase(Locale.ROOT),
                call,
                numbers(attempt.usage(), made.took().toMillis()),
                attempt.issues(),
                attempt.issues().isEmpty() ? attempt.failureReason().orElse(null) : null,
                ColoursIn.output(attempt),
                thumbnails.of(attempt),
                next);
    }

    /** A picture that arrived broken says nothing about its prompt, so the next request is the same. */
    private static long told(Attempt<?> attempt, StepResult<?> step) {
        if (!(step.definition() instanceof ChatStepDefinition) && attempt instanceof Attempt.Failed) {
            return 0;
        }
        return Issue.atLeast(IssueSeverity.HIGH, attempt.issues()).size();
    }
}
