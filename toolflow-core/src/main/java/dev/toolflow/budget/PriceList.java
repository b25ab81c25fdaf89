package dev.toolflow.budget;

import dev.toolflow.tool.Cost;
import dev.toolflow.tool.TokenUsage;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The prices of models, by the beginning of their names: the longest that fits counts. Immutable and thread-safe.
 *
 * <pre>{@code
 * PriceList.empty()
 *     .with("gpt-5.4-mini", ModelPrice.perMillion("0.25", "2.00").cachedInput("0.025"))
 * }</pre>
 */
public final class PriceList {
    private static final PriceList EMPTY = new PriceList(new TreeMap<>());

    private final NavigableMap<String, ModelPrice> byPrefix;

    private PriceList(NavigableMap<String, ModelPrice> byPrefix) {
        this.byPrefix = byPrefix;
    }

    /** A list without prices: every call's cost is then unknown, not zero. */
    public static PriceList empty() {
        return EMPTY;
    }

    /** The same list with the price of all models whose names begin so. */
    public PriceList with(String modelPrefix, ModelPrice price) {
        Objects.requireNonNull(price, "price");
        if (modelPrefix.isBlank()) {
            throw new IllegalArgumentException("modelPrefix: must not be blank");
        }
        NavigableMap<String, ModelPrice> more = new TreeMap<>(byPrefix);
        more.put(modelPrefix, price);
        return new PriceList(more);
    }

    /** The price of a model. */
    public Optional<ModelPrice> priceOf(String model) {
        for (int length = model.length(); length > 0; length--) {
            ModelPrice price = byPrefix.get(model.substring(0, length));
            if (price != null) {
                return Optional.of(price);
            }
        }
        return Optional.empty();
    }

    /** What one call of a model cost; unpriced when the price or the usage is not known. */
    public Cost costOf(String model, TokenUsage usage) {
        if (usage.equals(TokenUsage.none())) {
            return Cost.none();
        }
        Optional<ModelPrice> price = priceOf(model);
        return price.isEmpty() || !usage.isComplete()
                ? Cost.unpriced()
                : Cost.ofUsd(price.get().of(usage));
    }
}
