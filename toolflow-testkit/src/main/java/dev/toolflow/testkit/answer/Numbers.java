package dev.toolflow.testkit.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NumericNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Numbers within the bounds of a schema; inclusive, exclusive and {@code multipleOf}. */
final class Numbers {

    private static final int USUAL_SPAN = 10;
    private static final int FINEST = 15;
    private static final BigInteger MOST_CHOICES = BigInteger.valueOf(1_000_000);

    /** The multiples of {@code step} that a schema allows, from {@code first} to {@code last} times the step. */
    private record Choices(BigDecimal step, BigInteger first, BigInteger last) {

        static Choices of(JsonNode schema, BigDecimal step) {
            BigInteger low = low(schema, step);
            BigInteger high = high(schema, step);
            BigInteger span = BigDecimal.valueOf(USUAL_SPAN)
                    .divide(step, 0, RoundingMode.CEILING)
                    .toBigInteger();
            if (low != null) {
                return new Choices(step, low, high == null ? low.add(span) : high);
            }
            if (high != null) {
                return new Choices(step, high.signum() > 0 ? BigInteger.ZERO : high.subtract(span), high);
            }
            return new Choices(step, BigInteger.ONE, span);
        }

        boolean none() {
            return last.compareTo(first) < 0;
        }

        BigDecimal pick(SplittableRandom random) {
            long count = last.subtract(first).min(MOST_CHOICES).longValue() + 1;
            return new BigDecimal(first.add(BigInteger.valueOf(random.nextLong(count)))).multiply(step);
        }
    }

    private Numbers() {}

    static NumericNode whole(JsonNode schema, SplittableRandom random) {
        BigDecimal multiple = schema.path("multipleOf").decimalValue();
        BigDecimal step = multiple.signum() > 0 ? multiple : BigDecimal.ONE;
        return JsonNodeFactory.instance.numberNode(
                Choices.of(schema, step).pick(random).longValue());
    }

    static NumericNode decimal(JsonNode schema, Spot spot, SplittableRandom random) {
        BigDecimal multiple = schema.path("multipleOf").decimalValue();
        boolean bounded = !schema.path("minimum").isMissingNode()
                || !schema.path("exclusiveMinimum").isMissingNode();
        if (multiple.signum() == 0
                && !bounded
                && spot.says("score", "confidence", "ratio", "weight", "opacity", "alpha")) {
            return DecimalNode.valueOf(BigDecimal.valueOf(random.nextInt(1, 100), 2));
        }
        BigDecimal step = multiple.signum() > 0 ? multiple : new BigDecimal("0.01");
        Choices choices = Choices.of(schema, step);
        for (int finer = 1; choices.none() && multiple.signum() == 0 && finer < FINEST; finer++) {
            choices = Choices.of(schema, step.movePointLeft(finer));
        }
        if (choices.none()) {
            throw new UnfittableSchema(
                    "no number lies within the bounds of the schema; script the reply instead", null);
        }
        return DecimalNode.valueOf(choices.pick(random).stripTrailingZeros());
    }

    private static @Nullable BigInteger low(JsonNode schema, BigDecimal step) {
        JsonNode minimum = schema.path("minimum");
        JsonNode above = schema.path("exclusiveMinimum");
        BigInteger low = minimum.isNumber()
                ? minimum.decimalValue().divide(step, 0, RoundingMode.CEILING).toBigInteger()
                : null;
        if (!above.isNumber()) {
            return low;
        }
        BigInteger next = above.decimalValue()
                .divide(step, 0, RoundingMode.FLOOR)
                .toBigInteger()
                .add(BigInteger.ONE);
        return low == null ? next : low.max(next);
    }

    private static @Nullable BigInteger high(JsonNode schema, BigDecimal step) {
        JsonNode maximum = schema.path("maximum");
        JsonNode below = schema.path("exclusiveMaximum");
        BigInteger high = maximum.isNumber()
                ? maximum.decimalValue().divide(step, 0, RoundingMode.FLOOR).toBigInteger()
                : null;
        if (!below.isNumber()) {
            return high;
        }
        BigInteger next = below.decimalValue()
                .divide(step, 0, RoundingMode.CEILING)
                .toBigInteger()
                .subtract(BigInteger.ONE);
        return high == null ? next : high.min(next);
    }
}
