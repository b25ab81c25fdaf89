package dev.toolflow;

import dev.toolflow.budget.Spending;
import java.util.Optional;

/**
 * The most that one call can take, as far as it can be told before. Immutable.
 *
 * @param spending what can be told; nothing of what cannot
 * @param noPrice why its price cannot be told, and how to mend it; empty where it is known
 * @param noTokens why its tokens cannot be told, and how to mend it; empty where they are known
 */
record CallBound(Spending spending, Optional<String> noPrice, Optional<String> noTokens) {
    static CallBound known(Spending spending) {
        return new CallBound(spending, Optional.empty(), Optional.empty());
    }
}
