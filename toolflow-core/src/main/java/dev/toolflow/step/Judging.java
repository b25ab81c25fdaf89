package dev.toolflow.step;

import dev.toolflow.audit.AuditFunction;
import dev.toolflow.audit.IssueSeverity;
import dev.toolflow.audit.PassCriterion;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * How a step's output is judged and mended, as its {@link ToolCallStep} says. Immutable.
 *
 * @param <I> what the step is given
 * @param <O> what is judged
 */
public final class Judging<I, O> {
    private static final int MOST_CANDIDATES = 10;

    private final Draft<I, O> settings;

    private Judging(Draft<I, O> settings) {
        this.settings = settings;
    }

    static <I, O> Judging<I, O> standard() {
        return new Judging<>(new Draft<>());
    }

    Judging<I, O> audit(AuditFunction<? super O> audit) {
        return with(draft -> draft.audits = more(draft.audits, Objects.requireNonNull(audit, "audit")));
    }

    Judging<I, O> audit(StepAudit<? super I, ? super O> audit) {
        if (settings.stepAudits.stream().anyMatch(other -> other.name().equals(audit.name()))) {
            throw new IllegalArgumentException("audit: two audit steps have the name '" + audit.name()
                    + "'; give one of them another, such as ToolCallStep.of(…).as(\"" + audit.name() + "-2\")");
        }
        return with(draft -> draft.stepAudits = more(draft.stepAudits, audit));
    }

    Judging<I, O> passWhen(PassCriterion criterion) {
        return with(draft -> draft.passCriterion = Objects.requireNonNull(criterion, "criterion"));
    }

    Judging<I, O> severityFilter(IssueSeverity least) {
        return with(draft -> draft.severityFilter = Objects.requireNonNull(least, "least"));
    }

    Judging<I, O> repair(ImageRepair repair) {
        return with(draft -> draft.repair = Objects.requireNonNull(repair, "repair"));
    }

    Judging<I, O> candidates(int pictures) {
        if (pictures < 2 || pictures > MOST_CANDIDATES) {
            throw new IllegalArgumentException(
                    "bestOf: must be from 2 to " + MOST_CANDIDATES + " candidates, was " + pictures);
        }
        return with(draft -> draft.candidates = pictures);
    }

    /** The plain audits, in the order in which they run. */
    public List<AuditFunction<? super O>> audits() {
        return settings.audits;
    }

    /** The audits that are steps of their own, in the order in which they run, after the plain ones. */
    public List<StepAudit<? super I, ? super O>> stepAudits() {
        return settings.stepAudits;
    }

    /** What decides whether an output is accepted. */
    public PassCriterion passCriterion() {
        return settings.passCriterion;
    }

    /** The least severity of issues that a model is told. */
    public IssueSeverity severityFilter() {
        return settings.severityFilter;
    }

    /** How an image step mends a picture that did not pass. */
    public ImageRepair repair() {
        return settings.repair;
    }

    /** How many pictures an image step makes to keep the best of; 1 where it just makes what its input says. */
    public int candidates() {
        return settings.candidates;
    }

    private Judging<I, O> with(Consumer<Draft<I, O>> change) {
        Draft<I, O> draft = new Draft<>(settings);
        change.accept(draft);
        return new Judging<>(draft);
    }

    private static <T> List<T> more(List<T> some, T another) {
        return Stream.concat(some.stream(), Stream.of(another)).toList();
    }

    private static final class Draft<I, O> {
        private List<AuditFunction<? super O>> audits = List.of();
        private List<StepAudit<? super I, ? super O>> stepAudits = List.of();
        private PassCriterion passCriterion = PassCriterion.noCritical();
        private IssueSeverity severityFilter = IssueSeverity.HIGH;
        private ImageRepair repair = ImageRepair.REGENERATE;
        private int candidates = 1;

        private Draft() {}

        private Draft(Draft<I, O> other) {
            this.audits = other.audits;
            this.stepAudits = other.stepAudits;
            this.passCriterion = other.passCriterion;
            this.severityFilter = other.severityFilter;
            this.repair = other.repair;
            this.candidates = other.candidates;
        }
    }
}
