package dev.toolflow.budget;

import dev.toolflow.tool.TokenUsage;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a model's tokens cost, in US dollars for a million tokens. Immutable and thread-safe; every method that sets a rate
 * returns a copy.
 *
 * <p>Every reported token is billed once. A usage does not say which tokens of images were also cached: where the two parts
 * together are more than the input, the tokens in both are billed at the dearer of the two rates. A part that is reported
 * as more than the whole counts as the whole. Output that is not split into parts counts as images where these are dearer.
 * What a provider takes for writing its cache is not reported and not counted.
 *
 * <pre>{@code ModelPrice.perMillion("5.00", "10.00").cachedInput("1.25").imageInput("8.00").imageOutput("30.00")}</pre>
 */
public final class ModelPrice {
    private static final int MILLION = 6;

    private final Map<Rate, BigDecimal> rates;
    private final @Nullable LongInput longInput;
    private final @Nullable PictureTokens pictures;

    private ModelPrice(Map<Rate, BigDecimal> rates, @Nullable LongInput longInput, @Nullable PictureTokens pictures) {
        this.rates = rates;
        this.longInput = longInput;
        this.pictures = pictures;
    }

    private record LongInput(long over, ModelPrice price) {}

    /**
     * A price with one rate for all input and one for all output.
     *
     * @param input US dollars for a million tokens, as decimal text such as {@code "0.25"}, with at most 12 digits before its
     *     point and 12 behind it
     * @param output the same for output
     * @throws IllegalArgumentException when a rate is negative, no decimal number or out of these bounds
     */
    public static ModelPrice perMillion(String input, String output) {
        return new ModelPrice(new EnumMap<>(Rate.class), null, null)
                .with(Rate.INPUT, input)
                .with(Rate.CACHED_INPUT, input)
                .with(Rate.IMAGE_INPUT, input)
                .with(Rate.OUTPUT, output)
                .with(Rate.IMAGE_OUTPUT, output);
    }

    /** The same with another rate for cached input. Default: the rate of input. */
    public ModelPrice cachedInput(String perMillion) {
        return with(Rate.CACHED_INPUT, perMillion);
    }

    /** The same with another rate for input tokens of images. Default: the rate of input. */
    public ModelPrice imageInput(String perMillion) {
        return with(Rate.IMAGE_INPUT, perMillion);
    }

    /** The same with another rate for output tokens of images. Default: the rate of output. */
    public ModelPrice imageOutput(String perMillion) {
        return with(Rate.IMAGE_OUTPUT, perMillion);
    }

    /**
     * The same with another price for a whole call whose input is longer than so many tokens, as providers take it for long
     * contexts. Default: one price for all calls.
     *
     * @param tokens the longest input of the usual price, at least 1
     * @param price of all tokens of a longer call
     */
    public ModelPrice overInput(long tokens, ModelPrice price) {
        if (tokens < 1) {
            throw new IllegalArgumentException("overInput: must be at least 1 token, was " + tokens);
        }
        return new ModelPrice(rates, new LongInput(tokens, Objects.requireNonNull(price, "price")), pictures);
    }

    /** The same with how many tokens a picture has that it makes. Default: not known, so that pictures have no estimate. */
    public ModelPrice pictures(PictureTokens tokens) {
        return new ModelPrice(rates, longInput, Objects.requireNonNull(tokens, "pictures"));
    }

    /** How many tokens a picture has that it makes, where that is known. */
    public Optional<PictureTokens> pictures() {
        return Optional.ofNullable(pictures);
    }

    /** What input costs that is neither cached nor of images, in US dollars for a million tokens. */
    public BigDecimal input() {
        return rate(Rate.INPUT);
    }

    /** What input costs that was read from the provider's cache, in US dollars for a million tokens. */
    public BigDecimal cachedInput() {
        return rate(Rate.CACHED_INPUT);
    }

    /** What input of images costs, in US dollars for a million tokens. */
    public BigDecimal imageInput() {
        return rate(Rate.IMAGE_INPUT);
    }

    /** What output costs that is not of images, reasoning included, in US dollars for a million tokens. */
    public BigDecimal output() {
        return rate(Rate.OUTPUT);
    }

    /** What output of images costs, in US dollars for a million tokens. */
    public BigDecimal imageOutput() {
        return rate(Rate.IMAGE_OUTPUT);
    }

    BigDecimal of(TokenUsage usage) {
        if (longInput != null && usage.input() > longInput.over) {
            return longInput.price.of(usage);
        }
        return plain(ofInput(usage).add(ofOutput(usage)).movePointLeft(MILLION));
    }

    private BigDecimal ofInput(TokenUsage usage) {
        long cached = Math.min(usage.cached().orElse(0), usage.input());
        long images = Math.min(usage.imageInput().orElse(0), usage.input());
        if (imageInput().compareTo(cachedInput()) > 0) {
            cached = Math.min(cached, usage.input() - images);
        } else {
            images = Math.min(images, usage.input() - cached);
        }
        return times(Rate.CACHED_INPUT, cached)
                .add(times(Rate.IMAGE_INPUT, images))
                .add(times(Rate.INPUT, usage.input() - cached - images));
    }

    private BigDecimal ofOutput(TokenUsage usage) {
        boolean dearer = imageOutput().compareTo(output()) > 0;
        long images = Math.min(usage.imageOutput().orElse(dearer ? usage.output() : 0), usage.output());
        return times(Rate.IMAGE_OUTPUT, images).add(times(Rate.OUTPUT, usage.output() - images));
    }

    private BigDecimal times(Rate rate, long tokens) {
        return tokens == 0 ? BigDecimal.ZERO : rate(rate).multiply(BigDecimal.valueOf(tokens));
    }

    private BigDecimal rate(Rate rate) {
        return rates.getOrDefault(rate, BigDecimal.ZERO);
    }

    private ModelPrice with(Rate rate, String perMillion) {
        BigDecimal price = Dollars.price(rate.property + ": ", Dollars.parsed(rate.property + ": ", perMillion));
        Map<Rate, BigDecimal> more = new EnumMap<>(rates);
        more.put(rate, plain(price));
        return new ModelPrice(more, longInput, pictures);
    }

    private static BigDecimal plain(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ModelPrice that
                && rates.equals(that.rates)
                && Objects.equals(longInput, that.longInput)
                && Objects.equals(pictures, that.pictures);
    }

    @Override
    public int hashCode() {
        return Objects.hash(rates, longInput, pictures);
    }

    @Override
    public String toString() {
        return "ModelPrice[input=" + input() + ", cachedInput=" + cachedInput() + ", imageInput=" + imageInput()
                + ", output=" + output() + ", imageOutput=" + imageOutput()
                + (longInput == null ? "" : ", over " + longInput.over + ": " + longInput.price)
                + (pictures == null ? "" : ", pictures=" + pictures) + "]";
    }

    private enum Rate {
        INPUT("input"),
        CACHED_INPUT("cachedInput"),
        IMAGE_INPUT("imageInput"),
        OUTPUT("output"),
        IMAGE_OUTPUT("imageOutput");

        private final String property;

        Rate(String property) {
            this.property = property;
        }
    }
}
