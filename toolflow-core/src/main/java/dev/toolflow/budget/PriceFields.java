package dev.toolflow.budget;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The fields of one object of a file of prices; what is left over is refused. Not thread-safe. */
final class PriceFields {
    private final String where;
    private final JsonNode object;
    private final Set<String> read = new HashSet<>();

    /** @param where the file, and the model where there is one, for messages */
    PriceFields(String where, JsonNode object) {
        if (!object.isObject()) {
            throw new InvalidPriceListException(where + ": must be a JSON object", null);
        }
        this.where = where;
        this.object = object;
    }

    boolean has(String name) {
        return object.has(name);
    }

    List<String> names() {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    String name() {
        JsonNode name = required("name");
        return checkedType("name", name, name.isTextual() && !name.textValue().isBlank(), "a text that is not blank")
                .textValue();
    }

    LocalDate date(String name) {
        JsonNode date = required(name);
        try {
            return LocalDate.parse(date.asText());
        } catch (DateTimeException e) {
            throw refused(name, "must be a date like 2026-04-21", e);
        }
    }

    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        for (JsonNode element : array(name)) {
            texts.add(checkedType(name, element, element.isTextual(), "an array of texts")
                    .textValue());
        }
        return texts;
    }

    JsonNode array(String name) {
        JsonNode node = required(name);
        return checkedType(name, node, node.isArray(), "an array");
    }

    /** Reads a note for people, which says nothing to a program. */
    void text(String name) {
        read.add(name);
        if (object.has(name)) {
            checkedType(name, object.get(name), object.get(name).isTextual(), "a text");
        }
    }

    @Nullable
    PriceFields object(String name) {
        read.add(name);
        return object.has(name) ? new PriceFields(where + ", field " + name, object.get(name)) : null;
    }

    BigDecimal price(String name) {
        JsonNode node = required(name);
        BigDecimal price = checkedType(name, node, node.isNumber(), "a number").decimalValue();
        return checked(name, () -> Dollars.price("", price));
    }

    /** Every field as a number. */
    Map<String, BigDecimal> prices() {
        Map<String, BigDecimal> prices = new TreeMap<>();
        names().forEach(name -> prices.put(name, price(name)));
        return prices;
    }

    /** What a number changes; nothing where the field is left out. */
    <T> T checked(String name, T start, BiFunction<T, BigDecimal, T> change) {
        read.add(name);
        if (!object.has(name)) {
            return start;
        }
        BigDecimal number = price(name);
        return checked(name, () -> change.apply(start, number));
    }

    /** Does what refuses a value that is out of bounds, and says in which field it stands. */
    <T> T checked(String name, Supplier<T> making) {
        try {
            return making.get();
        } catch (InvalidPriceListException e) {
            throw e;
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw refused(name, String.valueOf(e.getMessage()), e);
        }
    }

    /** A field that no one asked for is a slip of the pen, and what it was to say would not be counted. */
    void requireNothingElse() {
        for (String name : names()) {
            if (!read.contains(name)) {
                throw refused(
                        name,
                        "is not known; the fields are " + read.stream().sorted().toList(),
                        null);
            }
        }
    }

    InvalidPriceListException refused(String name, String why, @Nullable Throwable cause) {
        return new InvalidPriceListException(where + ", field " + name + ": " + why, cause);
    }

    private JsonNode required(String name) {
        read.add(name);
        JsonNode node = object.get(name);
        if (node == null) {
            throw refused(name, "is missing", null);
        }
        return node;
    }

    private JsonNode checkedType(String name, JsonNode node, boolean valid, String rule) {
        if (!valid) {
            throw refused(name, "must be " + rule, null);
        }
        return node;
    }
}
