package dev.toolflow;

import dev.toolflow.budget.Spending;
import dev.toolflow.step.ChatStepDefinition;
import dev.toolflow.step.StepAudit;
import dev.toolflow.step.StepException;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.tool.ToolInput;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * Adds up what the calls of one step take, and of those that audit it. For one thread.
 *
 * @param <I> what the step is given
 * @param <O> what it makes
 */
final class PlannedCalls<I, O> {
    private final EngineParts engine;
    private final String id;
    private final ToolCallStep<I, O> step;
    private final boolean local;
    private final List<String> assumed = new ArrayList<>();
    private final List<String> unknown = new ArrayList<>();
    private WorstCase.Worst worst = WorstCase.Worst.NOTHING;

    private PlannedCalls(EngineParts engine, String id, ToolCallStep<I, O> step) {
        this.engine = engine;
        this.id = id;
        this.step = step;
        this.local = step.definition().tool().isEmpty();
        List<String> others = step.calling().fallback();
        if (!others.isEmpty()) {
            assumed.add("its dearest model makes all attempts after each other one failed once; it falls back to "
                    + String.join(", ", others));
        }
        if (step.onModeration().isPresent()) {
            assumed.add("its onModeration hook makes one call more, with an input that is no longer");
        }
        if (!local && step.maxRetries() > 0 && !step.judging().audits().isEmpty()) {
            assumed.add("what its audits find in one attempt is no longer than " + WorstCase.ISSUES + " tokens");
        }
    }

    static <I, O> PlannedCalls<I, O> of(EngineParts engine, String id, ToolCallStep<I, O> step) {
        return new PlannedCalls<>(engine, id, step);
    }

    String id() {
        return id;
    }

    PlannedCalls<I, O> assuming(String what) {
        assumed.add(what);
        return this;
    }

    void unsure(String why) {
        unknown.add(why);
    }

    /** Says what is assumed of values that a run makes, and hands them on. */
    PlanInputs.Made given(String whose, PlanInputs.Made made) {
        if (!local && !made.bounded().isEmpty()) {
            assumed.add(whose + " made by " + String.join(", ", made.bounded()) + " and no longer than " + made.tokens()
                    + " tokens");
        }
        if (!local && !made.unbounded().isEmpty()) {
            unknown.add("how long it is what " + String.join(", ", made.unbounded()) + " gives it");
        }
        return made;
    }

    void known(Supplier<? extends I> input, List<ToolInput.Included> included, long more) {
        add(() -> new WorstCase<>(engine, id, step).of(input.get(), included, more));
    }

    /**
     * With an input that a run makes.
     *
     * @param more tokens that it may have
     * @param pictures in it
     */
    void unknown(long more, int pictures) {
        add(() -> {
            WorstCase<I> worstCase = new WorstCase<>(engine, id, step);
            assumed.addAll(worstCase.assumed(pictures));
            return worstCase.ofUnknown(more, pictures);
        });
    }

    /** How many pictures it makes in one call; 0 where it makes none. */
    int drawn() {
        return draws() ? pictures() : 0;
    }

    private boolean draws() {
        return !local && !(step.definition() instanceof ChatStepDefinition);
    }

    /** A step that would fail on its input takes nothing, and says why. */
    private void add(Supplier<WorstCase.Worst> more) {
        if (local) {
            return;
        }
        try {
            worst = worst.plus(more.get());
        } catch (StepException e) {
            unknown.add("it would fail: " + e.getMessage());
        }
    }

    /** The step and its audits, done once for each time at a place. */
    PlannedPart rows(PlanPlace place) {
        return rows(place.times(), place);
    }

    /**
     * The same.
     *
     * @param times how many times it is done at the place; what was added is of all of them
     */
    PlannedPart rows(OptionalLong times, PlanPlace place) {
        return PlannedPart.of(rows(times, place.times().orElse(1)));
    }

    private List<PlannedStep> rows(OptionalLong times, long over) {
        List<String> all = new ArrayList<>(unknown);
        all.addAll(worst.unknown());
        List<PlannedStep> rows = new ArrayList<>();
        String model = local ? "" : engine.images().modelOf(step);
        Spending most = worst.most().times(over);
        rows.add(new PlannedStep(id, step.definition().name(), model, times, most, assumed, all));
        for (StepAudit<? super I, ? super O> audit : step.judging().stepAudits()) {
            rows.addAll(audit(StepContext.auditId(id, audit.name()), audit.step(), times));
        }
        return rows;
    }

    /** An audit is asked about each output at worst: of every attempt, of every candidate. */
    private <A, F> List<PlannedStep> audit(String auditId, ToolCallStep<A, F> audit, OptionalLong times) {
        long outputs = local ? 1 : (step.maxRetries() + 1L) * step.judging().candidates();
        int seen = drawn();
        long about = local ? 0 : Saturated.sum(PlanInputs.answerOf(step), worst.input());
        PlannedCalls<A, F> calls =
                of(engine, auditId, audit).assuming("what it is asked about is no longer than " + about + " tokens");
        calls.unknown(about, seen);
        OptionalLong asked = times.isPresent() ? OptionalLong.of(Saturated.product(times.getAsLong(), outputs)) : times;
        return calls.rows(asked, asked.orElse(outputs));
    }

    private int pictures() {
        Spending most = worst.most();
        return step.judging().candidates() > 1 || most.calls() == 0
                ? 1
                : (int) Math.max(1, (most.images() + most.calls() - 1) / most.calls());
    }
}
