package dev.toolflow.budget;

import dev.toolflow.tool.TokenUsage;
import java.math.BigDecimal;

/**
 * What a model's tokens cost, in US dollars for a million tokens. Immutable.
 *
 * @param input input tokens, not cached, not of images
 * @param cachedInput input tokens read from the provider's cache
 * @param imageInput input tokens of images
 * @param output output tokens
 */
public record ModelPrice(BigDecimal input, BigDecimal cachedInput, BigDecimal imageInput, BigDecimal output) {
    private static final int MILLION = 6;

    /** Checks that no price is negative. */
    public ModelPrice {
        if (input.signum() < 0 || cachedInput.signum() < 0 || imageInput.signum() < 0 || output.signum() < 0) {
            throw new IllegalArgumentException("price: must not be negative");
        }
    }

    /** A price with one rate for all input, in US dollars for a million tokens, as decimal text such as {@code "0.25"}. */
    public static ModelPrice perMillion(String input, String output) {
        BigDecimal in = new BigDecimal(input);
        return new ModelPrice(in, in, in, new BigDecimal(output));
    }

    /** The same with another rate for cached input. */
    public ModelPrice cachedInput(String perMillion) {
        return new ModelPrice(input, new BigDecimal(perMillion), imageInput, output);
    }

    /** The same with another rate for input tokens of images. */
    public ModelPrice imageInput(String perMillion) {
        return new ModelPrice(input, cachedInput, new BigDecimal(perMillion), output);
    }

    BigDecimal of(TokenUsage usage) {
        long cached = usage.cached().orElse(0);
        long images = usage.imageInput().orElse(0);
        long plain = Math.max(0, usage.input() - cached - images);
        BigDecimal sum = times(input, plain)
                .add(times(cachedInput, cached))
                .add(times(imageInput, images))
                .add(times(output, usage.output()))
                .stripTrailingZeros();
        return sum.scale() < 0 ? sum.setScale(0) : sum;
    }

    private static BigDecimal times(BigDecimal perMillion, long tokens) {
        return perMillion.multiply(BigDecimal.valueOf(tokens)).movePointLeft(MILLION);
    }
}
