package dev.toolflow.examples;

import dev.toolflow.FlowPlan;
import dev.toolflow.PlannedStep;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.budget.PriceList;
import dev.toolflow.budget.Spending;
import dev.toolflow.examples.text.Dollars;
import dev.toolflow.store.ImageStore;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Finds out what a command would take at worst. Sends nothing, and needs no key, no server and no directory. */
final class Planning {
    private static final long NO_PICTURE = 1 << 20;

    private final Shell shell;
    private final CommonOptions options;

    Planning(Shell shell, CommonOptions options) {
        this.shell = shell;
        this.options = options;
    }

    /** Prints the plan of a run, and returns the program's exit code. */
    <I> int tell(Function<ImageStore, ? extends ToolFlow<I, ?>> flow, I input) {
        FlowPlan plan = of(flow, input);
        if (options.json()) {
            shell.terminal().printJson(PrettyJson.of(plan.toJson()));
        } else {
            plan.toText().lines().forEach(shell.terminal()::print);
        }
        compare(plan.most());
        return ExitCode.DONE;
    }

    /**
     * Makes sure that a limit of money can hold, if there is one.
     *
     * @throws BadInputException naming the models that have no price
     */
    <I> void requirePrices(Function<ImageStore, ? extends ToolFlow<I, ?>> flow, I input) {
        if (options.control().maxCost().isPresent()) {
            requirePrices(List.of(of(flow, input)));
        }
    }

    /** The same of plans that are there. */
    void requirePrices(Collection<FlowPlan> plans) {
        String unpriced = plans.stream()
                .flatMap(plan -> plan.steps().stream())
                .map(PlannedStep::model)
                .filter(model ->
                        !model.isEmpty() && PriceList.standard().priceOf(model).isEmpty())
                .distinct()
                .collect(Collectors.joining(", "));
        if (!unpriced.isEmpty()) {
            throw new BadInputException("--max-cost: no price is known of " + unpriced
                    + ", so the limit could not hold; choose a model that has one, or leave --max-cost out");
        }
    }

    /** Says on standard error that the limit is lower than what the whole may take, where it is. */
    void compare(Spending most) {
        options.control()
                .maxCost()
                .filter(usd -> usd.compareTo(most.usd()) < 0)
                .ifPresent(usd -> shell.terminal()
                        .say("At worst it takes " + Dollars.atMost(most.usd()) + " US dollars, and --max-cost is "
                                + usd.toPlainString() + ": it might be stopped before it is done"));
    }

    /** An engine that can plan, but not call. */
    ToolFlowEngine engine(ImageStore images) {
        return ToolFlowEngine.builder((request, context) -> {
                    throw new IllegalStateException("a plan calls nothing; please report it");
                })
                .models(options.models(shell))
                .images(images)
                .build();
    }

    private <I> FlowPlan of(Function<ImageStore, ? extends ToolFlow<I, ?>> flow, I input) {
        ImageStore none = ImageStore.memory(NO_PICTURE);
        try (ToolFlowEngine engine = engine(none)) {
            return engine.plan(flow.apply(none), input);
        }
    }
}
