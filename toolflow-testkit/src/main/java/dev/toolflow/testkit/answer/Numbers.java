package dev.toolflow.testkit.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NumericNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Numbers within the bounds of a schema; inclusive, exclusive and {@code multipleOf}. */
final class Numbers {

    private static final BigDecimal SPAN = BigDecimal.TEN;

    private Numbers() {}

    static NumericNode of(JsonNode schema, boolean whole, Spot spot, SplittableRandom random) {
        BigDecimal step = step(schema, whole);
        boolean share = !whole && spot.says("score", "confidence", "ratio", "weight", "opacity", "alpha", "share");
        BigDecimal low = low(schema, step);
        BigDecimal high = high(schema, step);
        if (low == null && high == null) {
            low = share ? BigDecimal.ZERO : step;
            high = share ? BigDecimal.ONE : low.add(SPAN);
        } else if (low == null) {
            low = high.min(BigDecimal.ZERO).equals(high) ? high.subtract(SPAN) : BigDecimal.ZERO;
        } else if (high == null) {
            high = low.add(SPAN);
        }
        BigDecimal first = low.divide(step, 0, RoundingMode.CEILING);
        BigDecimal last = high.divide(step, 0, RoundingMode.FLOOR);
        if (last.compareTo(first) < 0) {
            return DecimalNode.valueOf(low.add(high).divide(BigDecimal.valueOf(2)));
        }
        BigDecimal choices = last.subtract(first).min(BigDecimal.valueOf(1_000_000)).add(BigDecimal.ONE);
        BigDecimal value = first.add(BigDecimal.valueOf(random.nextLong(choices.longValue()))).multiply(step);
        return whole ? JsonNodeFactory.instance.numberNode(value.longValue()) : DecimalNode.valueOf(value.stripTrailingZeros());
    }

    private static BigDecimal step(JsonNode schema, boolean whole) {
        BigDecimal multiple = schema.path("multipleOf").decimalValue();
        if (multiple.signum() > 0) {
            return multiple;
        }
        return whole ? BigDecimal.ONE : new BigDecimal("0.01");
    }

    private static @Nullable BigDecimal low(JsonNode schema, BigDecimal step) {
        BigDecimal low = schema.has("minimum") ? schema.path("minimum").decimalValue() : null;
        JsonNode exclusive = schema.path("exclusiveMinimum");
        if (exclusive.isNumber()) {
            BigDecimal above = exclusive.decimalValue().divide(step, 0, RoundingMode.FLOOR).add(BigDecimal.ONE).multiply(step);
            return low == null ? above : low.max(above);
        }
        return low;
    }

    private static @Nullable BigDecimal high(JsonNode schema, BigDecimal step) {
        BigDecimal high = schema.has("maximum") ? schema.path("maximum").decimalValue() : null;
        JsonNode exclusive = schema.path("exclusiveMaximum");
        if (exclusive.isNumber()) {
            BigDecimal below =
                    exclusive.decimalValue().divide(step, 0, RoundingMode.CEILING).subtract(BigDecimal.ONE).multiply(step);
            return high == null ? below : high.min(below);
        }
        return high;
    }
}
