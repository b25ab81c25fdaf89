package dev.toolflow;

import dev.toolflow.budget.Spending;
import java.util.ArrayList;
import java.util.List;

/**
 * What was planned of a part of a flow. Immutable.
 *
 * @param steps in the order of its definition
 * @param most what can be told of all of them together: of two branches only one is taken, so that it is less than their sum
 */
record PlannedPart(List<PlannedStep> steps, Spending most) {
    static final PlannedPart NOTHING = of(List.of());

    PlannedPart {
        steps = List.copyOf(steps);
    }

    /** Steps that are all done. */
    static PlannedPart of(List<PlannedStep> steps) {
        return new PlannedPart(
                steps,
                steps.stream().flatMap(step -> step.total().stream()).reduce(Spending.nothing(), Spending::plus));
    }

    /** This and then another. */
    PlannedPart then(PlannedPart next) {
        return new PlannedPart(listed(next), most.plus(next.most));
    }

    /** Either this or another: of each kind of spending as much as the one takes that takes more of it. */
    PlannedPart or(PlannedPart other) {
        return new PlannedPart(
                listed(other),
                new Spending(
                        most.usd().max(other.most.usd()),
                        Math.max(most.tokens(), other.most.tokens()),
                        Math.max(most.images(), other.most.images()),
                        Math.max(most.calls(), other.most.calls())));
    }

    /** The same part with another input, together with this; this may be nothing. */
    PlannedPart together(PlannedPart other) {
        return new PlannedPart(PlannedStep.together(steps, other.steps), most.plus(other.most));
    }

    /** The same part, which is not done. */
    PlannedPart notCounted(String why) {
        return of(steps.stream().map(step -> step.notCounted(why)).toList());
    }

    private List<PlannedStep> listed(PlannedPart next) {
        List<PlannedStep> all = new ArrayList<>(steps);
        all.addAll(next.steps);
        return all;
    }
}
