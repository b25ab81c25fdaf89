package dev.toolflow.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * What was found of an output: its issues, and perhaps how good it is, from 0 to 100. Immutable.
 *
 * <pre>{@code Verdict.of(List.of(Issue.high("the logo is cut off"))).score(61)}</pre>
 */
public final class Verdict {
    /** The best score there is. */
    public static final double BEST = 100;

    private final List<Issue> issues;
    private final OptionalDouble score;

    private Verdict(List<Issue> issues, OptionalDouble score) {
        this.issues = List.copyOf(issues);
        this.score = score;
    }

    /** A verdict with these issues and no score; an empty list when nothing is wrong. */
    public static Verdict of(List<Issue> issues) {
        return new Verdict(issues, OptionalDouble.empty());
    }

    /**
     * The same with a score, 0 for useless to {@value #BEST} for perfect.
     *
     * @throws IllegalArgumentException when it is out of these bounds
     */
    public Verdict score(double points) {
        if (!(points >= 0 && points <= BEST)) {
            throw new IllegalArgumentException("score: must be from 0 to 100, was " + points);
        }
        return new Verdict(issues, OptionalDouble.of(points));
    }

    /** Both together: the issues of both, and the lower of their scores. */
    public Verdict and(Verdict other) {
        List<Issue> all = new ArrayList<>(issues);
        all.addAll(other.issues);
        return new Verdict(
                all,
                Stream.of(score, other.score)
                        .flatMapToDouble(OptionalDouble::stream)
                        .min());
    }

    /** The same issues as found by the named audit, where they do not name one already. */
    public Verdict from(String audit) {
        return new Verdict(
                issues.stream()
                        .map(issue -> issue.source().isEmpty() ? issue.from(audit) : issue)
                        .toList(),
                score);
    }

    /**
     * The same with a score for certain. Where none was given it follows from the issues: {@value #BEST}, less 50 for each
     * that is critical, 20 for a high, 5 for a medium and 1 for a low one, and at least 0.
     */
    public Verdict scored() {
        if (score.isPresent()) {
            return this;
        }
        int lost = issues.stream().mapToInt(issue -> weight(issue.severity())).sum();
        return score(Math.max(0, BEST - lost));
    }

    private static int weight(IssueSeverity severity) {
        return switch (severity) {
            case CRITICAL -> 50;
            case HIGH -> 20;
            case MEDIUM -> 5;
            case LOW -> 1;
        };
    }

    /** What is wrong, in the order in which it was found. */
    public List<Issue> issues() {
        return issues;
    }

    /** How good the output is, from 0 to 100; empty where no one said. */
    public OptionalDouble score() {
        return score;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Verdict that && issues.equals(that.issues) && score.equals(that.score);
    }

    @Override
    public int hashCode() {
        return Objects.hash(issues, score);
    }

    /** Without what was said of the output, which may be private. */
    @Override
    public String toString() {
        return "Verdict[issues=" + issues.size() + (score.isPresent() ? ", score=" + score.getAsDouble() : "") + "]";
    }
}
