package dev.toolflow.examples.runs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.toolflow.run.CallRecord;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * The money of a run, over its whole life. Immutable.
 *
 * @param most what it was begun with as the most, in US dollars; empty for any amount, or where that cannot be read
 * @param spent what its calls took of that, with what was held back for those that never said what became of them
 */
public record Allowance(Optional<BigDecimal> most, BigDecimal spent) {

    static Allowance of(RunContent content) {
        BigDecimal spent = content.stored().calls().stream()
                .map(call -> taken(content, call))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        return new Allowance(amount(content.options().path("usd")), spent);
    }

    private static BigDecimal taken(RunContent content, CallRecord call) {
        JsonNode outcome = content.outcome(call);
        if (!outcome.isObject()) {
            return usd(content.intent(call).path("reserved"));
        }
        return usd(outcome.path("charged")).max(usd(outcome.path("cost")));
    }

    private static BigDecimal usd(JsonNode amount) {
        return amount(amount.path("usd")).orElse(BigDecimal.ZERO);
    }

    private static Optional<BigDecimal> amount(JsonNode dollars) {
        return dollars.isTextual() || dollars.isNumber()
                ? Optional.of(new BigDecimal(dollars.asText()))
                : Optional.empty();
    }

    /** Whether this is the same most. */
    public boolean isOf(BigDecimal usd) {
        return most.filter(known -> known.compareTo(usd) == 0).isPresent();
    }
}
