package dev.toolflow.budget;

import java.math.BigDecimal;

/**
 * Bounds amounts of money before anything is worked out with them: a few letters of text such as {@code 1e999999999} stand for
 * a number that no memory holds. Messages begin with the name that is given, such as {@code "usd: "}.
 */
final class Dollars {
    /** The longest text that is read, since reading takes the square of its length. */
    private static final int LONGEST = 100;

    /** The digits of the price of a million tokens, before and behind the point. */
    private static final int OF_A_PRICE = 12;

    /** Enough for what all calls cost that can be counted. */
    private static final int BEFORE = 60;

    private static final int BEHIND = 30;

    private Dollars() {}

    /** @throws IllegalArgumentException if it is no decimal number, or longer than 100 characters */
    static BigDecimal parsed(String name, String text) {
        String number = text.strip();
        if (number.length() > LONGEST) {
            throw new IllegalArgumentException(
                    name + "must have at most " + LONGEST + " characters, has " + number.length());
        }
        try {
            return new BigDecimal(number);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + "not a decimal number such as 0.50, was '" + number + "'", e);
        }
    }

    /** @throws IllegalArgumentException if it is negative, or has more than 12 digits before its point or behind it */
    static BigDecimal price(String name, BigDecimal price) {
        return within(name, price, OF_A_PRICE, OF_A_PRICE);
    }

    /** @throws IllegalArgumentException if it is negative, or has more than 60 digits before its point or 30 behind it */
    static BigDecimal amount(String name, BigDecimal amount) {
        return within(name, amount, BEFORE, BEHIND);
    }

    private static BigDecimal within(String name, BigDecimal number, int before, int behind) {
        if (number.signum() < 0) {
            throw new IllegalArgumentException(name + "must not be negative, was " + number);
        }
        BigDecimal stripped = number.stripTrailingZeros();
        if ((long) stripped.precision() - stripped.scale() > before || stripped.scale() > behind) {
            throw new IllegalArgumentException(
                    name + "must have at most " + before + " digits before its point and " + behind + " behind it");
        }
        return number.signum() == 0 ? BigDecimal.ZERO : number;
    }
}
