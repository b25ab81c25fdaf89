package dev.toolflow.budget;

import dev.toolflow.catalog.ImageModel;
import dev.toolflow.catalog.ImageModelCatalog;
import dev.toolflow.catalog.ImagePrice;
import dev.toolflow.tool.Cost;
import dev.toolflow.tool.TokenUsage;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The prices of models, by the beginning of their names. Immutable and thread-safe.
 *
 * <p>The longest beginning counts, up to a hyphen, a colon or an {@code @}, in upper or lower case: {@code gpt-5.4} is also
 * the price of {@code gpt-5.4-2026-03-05} and, unless the list has it by itself, of {@code gpt-5.4-pro}; {@code gpt-5} is not
 * that of {@code gpt-5.4}. A beginning that ends with a hyphen, a dot, a colon or a slash fits whatever follows. The name of a
 * router ({@code openai/gpt-5.4}) counts as the model behind it. Fine-tuned models ({@code ft:…}) have prices of their own.
 *
 * <pre>{@code
 * PriceList.standard()
 *     .with("gpt-5.4-mini", ModelPrice.perMillion("0.75", "4.50").cachedInput("0.075"))
 *     .and(PriceList.read(Path.of("our-prices.json")))
 * }</pre>
 */
public final class PriceList {
    private static final PriceList EMPTY = of(new Origin(LocalDate.EPOCH, List.of()));

    private final Origin origin;
    private final NavigableMap<String, ModelPrice> byPrefix;

    private PriceList(Origin origin, NavigableMap<String, ModelPrice> byPrefix) {
        this.origin = origin;
        this.byPrefix = byPrefix;
    }

    /** Where prices are from. */
    record Origin(LocalDate date, List<String> sources) {
        Origin {
            sources = List.copyOf(sources);
        }
    }

    private static final class Standard {
        static final PriceList PRICES = PriceFile.standard();
    }

    static PriceList of(Origin origin) {
        return new PriceList(origin, new TreeMap<>());
    }

    /** A list without prices: every call's cost is then unknown, not zero. */
    public static PriceList empty() {
        return EMPTY;
    }

    /**
     * The prices of OpenAI's models as of {@link #date()}, where they were found: standard processing, without the supplements
     * of regions. Those of image models are from {@link ImageModelCatalog#standard()}. Prices change; compare them with
     * OpenAI's page before much depends on them.
     */
    public static PriceList standard() {
        return Standard.PRICES;
    }

    /**
     * Reads prices from a JSON file with the fields {@code date}, {@code sources} and {@code models}. It has the form of
     * {@code dev/toolflow/budget/prices.json} in this library's jar: US dollars for a million tokens, and for pictures that are
     * made either tokens or US dollars apiece.
     *
     * @throws InvalidPriceListException if it cannot be read; names the file, the model and the field
     */
    public static PriceList read(Path file) {
        return PriceFile.read(file);
    }

    /** The prices that a catalogue of image models has; where it does not know that of text, images' counts. */
    public static PriceList ofImageModels(ImageModelCatalog catalog) {
        PriceList list = of(new Origin(catalog.date(), catalog.sources()));
        for (ImageModel model : catalog.models()) {
            ImagePrice rates = model.price().orElse(null);
            if (rates != null && rates.textInput() != null && rates.imageOutput() != null) {
                list = list.with(model.name(), price(rates, rates.textInput(), rates.imageOutput()));
            }
        }
        return list;
    }

    private static ModelPrice price(ImagePrice rates, BigDecimal textInput, BigDecimal imageOutput) {
        BigDecimal textOutput = rates.textOutput() == null ? imageOutput : rates.textOutput();
        ModelPrice price = ModelPrice.perMillion(textInput.toPlainString(), textOutput.toPlainString())
                .imageOutput(imageOutput.toPlainString());
        BigDecimal text = rates.cachedTextInput();
        BigDecimal image = rates.cachedImageInput();
        price = text == null || image == null
                ? price
                : price.cachedInput(text.max(image).toPlainString());
        return rates.imageInput() == null
                ? price
                : price.imageInput(rates.imageInput().toPlainString());
    }

    /**
     * The same list with the price of all models whose names begin so.
     *
     * @param modelPrefix a model's name or the beginning of several names; upper and lower case are the same
     * @throws IllegalArgumentException if it is blank
     */
    public PriceList with(String modelPrefix, ModelPrice price) {
        Objects.requireNonNull(price, "price");
        if (modelPrefix.isBlank()) {
            throw new IllegalArgumentException("modelPrefix: must not be blank");
        }
        NavigableMap<String, ModelPrice> more = new TreeMap<>(byPrefix);
        more.put(key(modelPrefix), price);
        return new PriceList(origin, more);
    }

    /** What a name is kept under: upper and lower case, and blanks around it, say nothing. */
    static String key(String name) {
        return name.strip().toLowerCase(Locale.ROOT);
    }

    /** The same with the prices of another list, which replace those of the same names, and its date and sources added. */
    public PriceList and(PriceList other) {
        NavigableMap<String, ModelPrice> more = new TreeMap<>(byPrefix);
        more.putAll(other.byPrefix);
        Set<String> sources = new LinkedHashSet<>(origin.sources());
        sources.addAll(other.origin.sources());
        LocalDate later = origin.date().isAfter(other.date()) ? origin.date() : other.date();
        return new PriceList(new Origin(later, List.copyOf(sources)), more);
    }

    /** The day of which the latest of its prices are; 1970-01-01 for a list that was made in code. */
    public LocalDate date() {
        return origin.date();
    }

    /** The pages on which its prices stand. */
    public List<String> sources() {
        return origin.sources();
    }

    /** The price of a model. */
    public Optional<ModelPrice> priceOf(String model) {
        String full = key(model);
        String bare = full.substring(full.lastIndexOf('/') + 1);
        return longest(full).or(() -> longest(bare));
    }

    private Optional<ModelPrice> longest(String model) {
        Map.Entry<String, ModelPrice> longest = null;
        for (Map.Entry<String, ModelPrice> entry : byPrefix.entrySet()) {
            String prefix = entry.getKey();
            if (model.startsWith(prefix)
                    && endsAt(model, prefix.length())
                    && (longest == null || prefix.length() > longest.getKey().length())) {
                longest = entry;
            }
        }
        return Optional.ofNullable(longest).map(Map.Entry::getValue);
    }

    private static boolean endsAt(String model, int length) {
        return length == model.length()
                || "-:@".indexOf(model.charAt(length)) >= 0
                || "-.:/".indexOf(model.charAt(length - 1)) >= 0;
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

    @Override
    public String toString() {
        return "PriceList[" + date() + ", models=" + byPrefix.keySet() + "]";
    }
}
