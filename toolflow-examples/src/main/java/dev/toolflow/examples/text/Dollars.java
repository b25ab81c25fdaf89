package dev.toolflow.examples.text;

import dev.toolflow.tool.Cost;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** US dollars as people read them, to a hundredth of a cent. */
public final class Dollars {
    private static final int DECIMALS = 4;
    private static final BigDecimal LEAST = BigDecimal.ONE.movePointLeft(DECIMALS);

    private Dollars() {}

    /** {@code 0.0345}, with a question mark where the cost of a call is not known: {@code 0.0345+?}, {@code ?}. */
    public static String of(Cost cost) {
        if (cost.isComplete()) {
            return rounded(cost.usd());
        }
        return cost.usd().signum() == 0 ? "?" : rounded(cost.usd()) + "+?";
    }

    /** {@code 0.0345 US dollars}, {@code 0.0345 US dollars + unknown}, {@code unknown}. */
    public static String inWords(Cost cost) {
        String known = rounded(cost.usd()) + " US dollars";
        if (cost.isComplete()) {
            return known;
        }
        return cost.usd().signum() == 0 ? "unknown" : known + " + unknown";
    }

    /** An amount that was spent or is left: rounded, and {@code <0.0001} where that makes nothing of something. */
    public static String rounded(BigDecimal usd) {
        return usd.signum() > 0 && usd.compareTo(LEAST) < 0
                ? "<" + LEAST.toPlainString()
                : text(usd, RoundingMode.HALF_UP);
    }

    /** An amount that is not exceeded: rounded up, since a bound that is rounded down is none. */
    public static String atMost(BigDecimal usd) {
        return text(usd, RoundingMode.CEILING);
    }

    private static String text(BigDecimal usd, RoundingMode rounding) {
        return usd.setScale(DECIMALS, rounding).toPlainString();
    }
}
