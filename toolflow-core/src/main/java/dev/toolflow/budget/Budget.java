package dev.toolflow.budget;

import java.math.BigDecimal;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What may be spent: money, tokens, pictures, calls; each where it is said. Immutable and thread-safe; every method that
 * limits something returns a copy.
 *
 * <p>Before each call the most that it can take is reserved, and settled to what it took afterwards. Where too little is left
 * while others are under way, a call waits for what these leave. One that would take more than is left is not made, and nothing
 * new starts in its run, which ends as {@code OVER_BUDGET}. So no budget is exceeded, however many steps run side by side, as
 * long as no call takes more than can be told before it.
 *
 * <pre>{@code
 * Budget.usd("0.50").images(4)                   // half a US dollar, and no more than 4 pictures
 * Budget.unlimited().tokens(100_000)             // any price
 * }</pre>
 */
public final class Budget {
    private static final Budget UNLIMITED = new Budget(null, null, null, null);

    private final @Nullable BigDecimal usd;
    private final @Nullable Long tokens;
    private final @Nullable Long images;
    private final @Nullable Long calls;

    private Budget(@Nullable BigDecimal usd, @Nullable Long tokens, @Nullable Long images, @Nullable Long calls) {
        this.usd = usd;
        this.tokens = tokens;
        this.images = images;
        this.calls = calls;
    }

    /** A budget without any limit: the default. */
    public static Budget unlimited() {
        return UNLIMITED;
    }

    /**
     * So much money. Models without a known price are then refused before they are called.
     *
     * @param dollars US dollars, as decimal text such as {@code "0.50"} of at most 100 characters; not negative, with at most 60
     *     digits before its point and 30 behind it
     * @throws IllegalArgumentException if it is negative, no decimal number or out of these bounds
     */
    public static Budget usd(String dollars) {
        return usd(Dollars.parsed("usd: ", dollars));
    }

    /** The same as {@link #usd(String)}, exactly. */
    public static Budget usd(BigDecimal dollars) {
        return new Budget(Dollars.amount("usd: ", dollars), null, null, null);
    }

    /** The same with at most so many tokens, input and output together; not negative. */
    public Budget tokens(long most) {
        return new Budget(usd, notNegative("tokens", most), images, calls);
    }

    /** The same with at most so many pictures made, those that did not pass too; not negative. */
    public Budget images(long most) {
        return new Budget(usd, tokens, notNegative("images", most), calls);
    }

    /** The same with at most so many calls: requests that were sent, whatever came of them; not negative. */
    public Budget calls(long most) {
        return new Budget(usd, tokens, images, notNegative("calls", most));
    }

    /** The most money, in US dollars; empty for any amount. */
    public Optional<BigDecimal> usd() {
        return Optional.ofNullable(usd);
    }

    /** The most tokens; empty for any number. */
    public OptionalLong tokens() {
        return optional(tokens);
    }

    /** The most pictures; empty for any number. */
    public OptionalLong images() {
        return optional(images);
    }

    /** The most calls; empty for any number. */
    public OptionalLong calls() {
        return optional(calls);
    }

    /** Returns whether it limits nothing. */
    public boolean isUnlimited() {
        return equals(UNLIMITED);
    }

    private static long notNegative(String name, long most) {
        if (most < 0) {
            throw new IllegalArgumentException(name + ": must not be negative, was " + most);
        }
        return most;
    }

    private static OptionalLong optional(@Nullable Long value) {
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Budget that
                && Objects.equals(usd, that.usd)
                && Objects.equals(tokens, that.tokens)
                && Objects.equals(images, that.images)
                && Objects.equals(calls, that.calls);
    }

    @Override
    public int hashCode() {
        return Objects.hash(usd, tokens, images, calls);
    }

    @Override
    public String toString() {
        return "Budget["
                + (isUnlimited()
                                ? "unlimited"
                                : part("usd", usd)
                                        + part("tokens", tokens)
                                        + part("images", images)
                                        + part("calls", calls))
                        .strip()
                + "]";
    }

    private static String part(String name, @Nullable Number value) {
        return value == null
                ? ""
                : " " + name + "=" + (value instanceof BigDecimal exact ? exact.toPlainString() : value);
    }
}
