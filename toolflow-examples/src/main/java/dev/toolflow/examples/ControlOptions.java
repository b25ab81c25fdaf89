package dev.toolflow.examples;

import dev.toolflow.EngineBuilder;
import dev.toolflow.RunOptions;
import dev.toolflow.budget.Budget;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say what an example may take. Filled in by picocli, then read only. */
final class ControlOptions {
    private static final Pattern DOLLARS = Pattern.compile("\\d{1,9}(\\.\\d{1,9})?|\\.\\d{1,9}");
    private static final int MOST_AT_ONCE = 10_000;

    @Option(
            names = "--max-cost",
            paramLabel = "USD",
            description =
                    "The most that all calls together may cost, in US dollars, such as 0.50: a call that might cost"
                            + " more than is left is not made. Default: any amount.")
    private @Nullable String maxCost;

    @Option(
            names = "--plan",
            description = "Print what would be called and what that costs at worst; send nothing. Needs no key.")
    private boolean plan;

    @Option(
            names = "--concurrency",
            paramLabel = "N",
            description = "The most calls in flight at the same time, 1 to 10,000. Default: 256.")
    private @Nullable Integer concurrency;

    @Option(
            names = "--tenant",
            paramLabel = "NAME",
            description = "Whom it is done for; stands in the records of the pictures. Default: nobody in particular.")
    private @Nullable String tenant;

    /**
     * Makes sure that all of them can be used.
     *
     * @throws BadInputException naming the option
     */
    void check() {
        maxCost();
        if (concurrency != null && (concurrency < 1 || concurrency > MOST_AT_ONCE)) {
            throw new BadInputException("--concurrency: must be from 1 to 10,000, was " + concurrency);
        }
        of(RunOptions.defaults());
    }

    /** The most that may be spent, in US dollars. */
    Optional<BigDecimal> maxCost() {
        if (maxCost == null) {
            return Optional.empty();
        }
        String text = maxCost.strip();
        if (!DOLLARS.matcher(text).matches() || new BigDecimal(text).signum() == 0) {
            throw new BadInputException(
                    "--max-cost: must be an amount of US dollars above 0, such as 0.50, was '" + maxCost + "'");
        }
        return Optional.of(new BigDecimal(text));
    }

    /** Whether only the plan is wanted. */
    boolean plan() {
        return plan;
    }

    /** An engine of this command, which ends with it: all its runs share one budget. */
    EngineBuilder of(EngineBuilder engine) {
        maxCost().ifPresent(usd -> engine.budget(Budget.usd(usd)));
        return concurrency == null ? engine : engine.callsInFlight(concurrency);
    }

    /** A run of this command. */
    RunOptions of(RunOptions run) {
        if (tenant == null) {
            return run;
        }
        try {
            return run.tenant(tenant);
        } catch (IllegalArgumentException e) {
            throw new BadInputException("--tenant: " + ofOption(e.getMessage()));
        }
    }

    private static String ofOption(@Nullable String message) {
        return String.valueOf(message)
                .replaceFirst("^(attribute 'tenant'|tenant): ", "")
                .replaceFirst("^a value", "a name");
    }
}
