package dev.toolflow.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The fields of one object of a catalogue's file, each read once; what is left over is refused. Not thread-safe. */
final class CatalogFields {
    private final String where;
    private final JsonNode object;
    private final Set<String> read = new HashSet<>();

    /** @param where the file, and the model where there is one, for messages */
    CatalogFields(String where, JsonNode object) {
        if (!object.isObject()) {
            throw new InvalidCatalogException(where + ": must be a JSON object", null);
        }
        this.where = where;
        this.object = object;
    }

    /** The field, if it is there. */
    Optional<JsonNode> field(String name) {
        read.add(name);
        return Optional.ofNullable(object.get(name));
    }

    Optional<CatalogFields> fields(String name) {
        return field(name).map(node -> {
            require(name, node, JsonNode::isObject, "a JSON object");
            return new CatalogFields(where + ", field " + name, node);
        });
    }

    Optional<String> text(String name) {
        return field(name).map(node -> {
            require(name, node, text -> text.isTextual() && !text.textValue().isBlank(), "a text that is not blank");
            return node.textValue();
        });
    }

    Optional<List<String>> texts(String name) {
        return field(name).map(node -> {
            require(name, node, JsonNode::isArray, "an array of texts");
            List<String> texts = new ArrayList<>();
            for (JsonNode element : node) {
                require(name, element, JsonNode::isTextual, "an array of texts");
                texts.add(element.textValue());
            }
            return texts;
        });
    }

    Optional<Integer> number(String name) {
        return field(name).map(node -> {
            require(name, node, JsonNode::isInt, "a whole number");
            return node.intValue();
        });
    }

    Optional<LocalDate> date(String name) {
        return text(name).map(text -> checked(name, () -> LocalDate.parse(text), "a date like 2026-04-21"));
    }

    @Nullable
    BigDecimal price(String name) {
        return field(name)
                .map(node -> {
                    require(name, node, JsonNode::isNumber, "a number of US dollars");
                    return node.decimalValue();
                })
                .orElse(null);
    }

    /** What a number changes; nothing where the field is left out. */
    <T> T with(String name, T start, BiFunction<T, Integer, T> change) {
        return number(name)
                .map(number -> checked(name, () -> change.apply(start, number)))
                .orElse(start);
    }

    /** What a field must have that cannot be left out. */
    <T> T required(String name, Function<String, Optional<T>> reading) {
        return reading.apply(name).orElseThrow(() -> refused(name, "is missing", null));
    }

    /** Does what refuses a value that is out of bounds, and says in which field it stands. */
    <T> T checked(String name, Supplier<T> making, String... rule) {
        try {
            return making.get();
        } catch (DateTimeException | IllegalArgumentException e) {
            String why = rule.length > 0 ? "must be " + rule[0] : String.valueOf(e.getMessage());
            throw refused(name, why, e);
        }
    }

    /** A field that no one asked for is a slip of the pen, and what it was to say would not be checked. */
    void requireNothingElse() {
        object.fieldNames().forEachRemaining(name -> {
            if (!read.contains(name)) {
                throw refused(
                        name,
                        "is not known; the fields are " + read.stream().sorted().toList(),
                        null);
            }
        });
    }

    private void require(String name, JsonNode value, Predicate<JsonNode> valid, String rule) {
        if (!valid.test(value)) {
            throw refused(name, "must be " + rule, null);
        }
    }

    private InvalidCatalogException refused(String name, String why, @Nullable Throwable cause) {
        return new InvalidCatalogException(where + ", field " + name + ": " + why, cause);
    }
}
