package dev.toolflow.examples;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.summingLong;

import dev.toolflow.ToolFlowResult;
import dev.toolflow.budget.PriceList;
import dev.toolflow.examples.text.Dollars;
import dev.toolflow.step.Attempt;
import dev.toolflow.tool.Cost;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the runs of a command cost, for the terminal: what is left of a limit, and what the sum leaves out. Immutable. */
final class Bill {
    private final List<? extends ToolFlowResult<?>> results;
    private final Optional<BigDecimal> most;

    /**
     * A bill.
     *
     * @param most what might be spent
     */
    Bill(Collection<? extends ToolFlowResult<?>> results, Optional<BigDecimal> most) {
        this.results = List.copyOf(results);
        this.most = most;
    }

    /** What all calls cost. */
    Cost cost() {
        return results.stream().map(ToolFlowResult::cost).reduce(Cost.none(), Cost::plus);
    }

    /** The lines, none when there is nothing to say beside the sum. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        most.ifPresent(usd -> lines.add(line("budget", of(usd))));
        unpriced().forEach((model, calls) -> lines.add(line("no price", missing(model, calls))));
        return lines;
    }

    private String of(BigDecimal usd) {
        BigDecimal reserved =
                results.stream().map(result -> result.reserved().usd()).reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal left = usd.subtract(cost().usd()).subtract(reserved).max(BigDecimal.ZERO);
        String kept = reserved.signum() == 0
                ? ""
                : "; at most " + Dollars.atMost(reserved) + " went to calls that never said what became of them";
        return Dollars.rounded(cost().usd()) + " of " + usd.toPlainString() + " US dollars spent, "
                + Dollars.rounded(left) + " left" + kept;
    }

    private Map<String, Long> unpriced() {
        return results.stream()
                .flatMap(result -> result.steps().stream())
                .flatMap(step -> step.attempts().stream())
                .map(Attempt::made)
                .filter(made -> !made.cost().isComplete())
                .collect(groupingBy(
                        Attempt.Made::model,
                        TreeMap::new,
                        summingLong(made -> made.cost().unpricedCalls())));
    }

    private static String missing(String model, long calls) {
        String these = calls == 1 ? "1 call" : calls + " calls";
        return PriceList.standard().priceOf(model).isPresent()
                ? "nobody knows what " + these + " of " + model + " used: not in the cost"
                : model + " is in no price list: " + these + " of it " + (calls == 1 ? "is" : "are")
                        + " not in the cost";
    }

    private static String line(String label, String text) {
        return "  %-9s %s".formatted(label, text);
    }
}
