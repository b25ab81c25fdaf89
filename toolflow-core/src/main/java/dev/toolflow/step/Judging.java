package dev.toolflow.step;

import dev.toolflow.audit.AuditFunction;
import dev.toolflow.audit.IssueSeverity;
import dev.toolflow.audit.PassCriterion;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * How a step's output is judged, as its {@link ToolCallStep} says. Immutable.
 *
 * @param <O> what is judged
 */
public final class Judging<O> {
    private final List<AuditFunction<? super O>> audits;
    private final PassCriterion passCriterion;
    private final IssueSeverity severityFilter;

    private Judging(List<AuditFunction<? super O>> audits, PassCriterion passCriterion, IssueSeverity severityFilter) {
        this.audits = List.copyOf(audits);
        this.passCriterion = Objects.requireNonNull(passCriterion, "criterion");
        this.severityFilter = Objects.requireNonNull(severityFilter, "least");
    }

    static <O> Judging<O> standard() {
        return new Judging<>(List.of(), PassCriterion.noCritical(), IssueSeverity.HIGH);
    }

    Judging<O> audit(AuditFunction<? super O> audit) {
        List<AuditFunction<? super O>> more = new ArrayList<>(audits);
        more.add(Objects.requireNonNull(audit, "audit"));
        return new Judging<>(more, passCriterion, severityFilter);
    }

    Judging<O> passWhen(PassCriterion criterion) {
        return new Judging<>(audits, criterion, severityFilter);
    }

    Judging<O> severityFilter(IssueSeverity least) {
        return new Judging<>(audits, passCriterion, least);
    }

    /** The audits, in the order in which they run. */
    public List<AuditFunction<? super O>> audits() {
        return audits;
    }

    /** What decides whether an output is accepted. */
    public PassCriterion passCriterion() {
        return passCriterion;
    }

    /** The least severity of issues that a model is told. */
    public IssueSeverity severityFilter() {
        return severityFilter;
    }
}
