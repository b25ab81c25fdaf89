package dev.toolflow.budget;

import dev.toolflow.tool.TokenUsage;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.Map;

/**
 * What a model's tokens cost, in US dollars for a million tokens. Immutable and thread-safe; every method that sets a rate
 * returns a copy.
 *
 * <p>Every reported token is billed once. A usage does not say which tokens of images were also cached: where the two parts
 * together are more than the input, the tokens in both are billed at the dearer of the two rates. A part that is reported
 * as more than the whole counts as the whole.
 *
 * <pre>{@code ModelPrice.perMillion("5.00", "10.00").cachedInput("1.25").imageInput("8.00").imageOutput("30.00")}</pre>
 */
public final class ModelPrice {
    private static final int MILLION = 6;

    private final Map<Rate, BigDecimal> rates;

    private ModelPrice(Map<Rate, BigDecimal> rates) {
        this.rates = rates;
    }

    /**
     * A price with one rate for all input and one for all output.
     *
     * @param input US dollars for a million tokens, as decimal text such as {@code "0.25"}
     * @param output the same for output
     * @throws IllegalArgumentException when a rate is negative or no decimal number
     */
    public static ModelPrice perMillion(String input, String output) {
        return new ModelPrice(new EnumMap<>(Rate.class))
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
        long images = Math.min(usage.imageOutput().orElse(0), usage.output());
        return times(Rate.IMAGE_OUTPUT, images).add(times(Rate.OUTPUT, usage.output() - images));
    }

    private BigDecimal times(Rate rate, long tokens) {
        return rate(rate).multiply(BigDecimal.valueOf(tokens));
    }

    private BigDecimal rate(Rate rate) {
        return rates.getOrDefault(rate, BigDecimal.ZERO);
    }

    private ModelPrice with(Rate rate, String perMillion) {
        BigDecimal price = decimal(rate, perMillion);
        if (price.signum() < 0) {
            throw new IllegalArgumentException(rate.property + ": a price must not be negative, was " + perMillion);
        }
        Map<Rate, BigDecimal> more = new EnumMap<>(rates);
        more.put(rate, plain(price));
        return new ModelPrice(more);
    }

    private static BigDecimal decimal(Rate rate, String perMillion) {
        try {
            return new BigDecimal(perMillion);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    rate.property + ": not a decimal number such as 0.25, was '" + perMillion + "'", e);
        }
    }

    private static BigDecimal plain(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ModelPrice that && rates.equals(that.rates);
    }

    @Override
    public int hashCode() {
        return rates.hashCode();
    }

    @Override
    public String toString() {
        return "ModelPrice[input=" + input() + ", cachedInput=" + cachedInput() + ", imageInput=" + imageInput()
                + ", output=" + output() + ", imageOutput=" + imageOutput() + "]";
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
