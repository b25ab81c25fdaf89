package dev.toolflow.schema;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidNullException;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import dev.toolflow.schema.JsonReadException.Position;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says what Jackson found wrong in words that name the field and the remedy, without its quotes from the input. */
final class ReadFailure {
    private static final String FOLLOWING = "more text follows the JSON value";
    private static final String MISSING = "Missing required creator property";

    private ReadFailure() {}

    static JsonReadException of(Exception failure, JsonParser parser, String json) {
        if (failure instanceof MismatchedInputException missing
                && missing.getOriginalMessage().startsWith(MISSING)) {
            try {
                Optional<JsonReadException> unknown = UnknownField.insteadOf(missing, json);
                return unknown.orElseGet(() -> new JsonReadException(FieldPath.of(missing.getPath()), "is missing"));
            } catch (JsonProcessingException broken) {
                return plainly(broken, parser, json);
            }
        }
        return plainly(failure, parser, json);
    }

    private static JsonReadException plainly(Exception failure, JsonParser parser, String json) {
        String path = failure instanceof JsonMappingException mapping ? FieldPath.of(mapping.getPath()) : "";
        Optional<EntriesToMap.RefusedEntry> entry = find(failure, EntriesToMap.RefusedEntry.class);
        if (entry.isPresent()) {
            return new JsonReadException(
                    path + entry.get().path(), String.valueOf(entry.get().getMessage()));
        }
        if (failure instanceof MismatchedInputException second
                && String.valueOf(second.getOriginalMessage()).startsWith("Trailing token")) {
            return new JsonReadException(
                    "", FOLLOWING, FollowingText.start(json).orElseGet(() -> position(second)));
        }
        if (find(failure, InputCoercionException.class).isPresent()) {
            return new JsonReadException(path, "is a number out of range");
        }
        Optional<JsonReadException> broken = find(failure, StreamReadException.class)
                .map(syntax -> broken(syntax, json))
                .or(() -> find(failure, StreamConstraintsException.class).map(ReadFailure::tooLarge));
        return broken.orElseGet(() -> mismatch(failure, path, parser));
    }

    private static JsonReadException broken(StreamReadException syntax, String json) {
        Optional<Position> following = FollowingText.start(json);
        if (following.isPresent()) {
            return new JsonReadException("", FOLLOWING, following.get());
        }
        Optional<Position> end = CutJson.end(json);
        if (end.isPresent()) {
            return new JsonReadException("", "it ends too early", end.get());
        }
        boolean twice = syntax.getOriginalMessage().startsWith("Duplicate");
        return new JsonReadException("", twice ? "a field appears twice" : "unexpected character", position(syntax));
    }

    private static JsonReadException tooLarge(StreamConstraintsException limit) {
        boolean deep = limit.getOriginalMessage().contains("nesting depth");
        String problem =
                deep ? "nested deeper than " + Wire.MAX_DEPTH + " levels" : "a name, number or text is too long";
        return new JsonReadException("", problem, position(limit));
    }

    private static Position position(JsonProcessingException failure) {
        JsonLocation location = failure.getLocation();
        return location == null
                ? new Position(1, 1)
                : new Position(Math.max(1, location.getLineNr()), Math.max(1, location.getColumnNr()));
    }

    private static JsonReadException mismatch(Exception failure, String path, JsonParser parser) {
        if (failure instanceof UnrecognizedPropertyException unknown) {
            return UnknownField.of(unknown);
        }
        if (failure instanceof InvalidTypeIdException kind) {
            return new JsonReadException(path, kind(kind, token(kind, parser)));
        }
        if (failure instanceof ValueInstantiationException refused) {
            String problem = "is refused by the constructor of "
                    + refused.getType().getRawClass().getSimpleName();
            return new JsonReadException(path, problem);
        }
        if (failure instanceof MismatchedInputException mismatch) {
            return new JsonReadException(path, mismatch(mismatch, token(mismatch, parser)));
        }
        return new JsonReadException(path, "cannot be read");
    }

    private static String kind(InvalidTypeIdException failure, JsonToken token) {
        boolean object =
                token == JsonToken.START_OBJECT || token == JsonToken.FIELD_NAME || token == JsonToken.END_OBJECT;
        if (failure.getTypeId() == null && !object) {
            return "expected an object, found " + JsonShape.found(token);
        }
        String kinds = SealedFamily.leaves(failure.getBaseType().getRawClass()).stream()
                .map(SealedFamily::kind)
                .collect(Collectors.joining(", "));
        String problem = failure.getTypeId() == null ? "is missing" : "is unknown";
        return "'" + SealedFamily.KIND + "' " + problem + "; expected one of " + kinds;
    }

    private static String mismatch(MismatchedInputException failure, JsonToken token) {
        if (failure instanceof InvalidNullException || token == JsonToken.VALUE_NULL) {
            return "must not be null";
        }
        Class<?> target = failure.getTargetType();
        return target == null ? "does not have the expected shape" : JsonShape.mismatch(target, token);
    }

    private static JsonToken token(MismatchedInputException failure, JsonParser parser) {
        JsonParser nearest = failure.getProcessor() instanceof JsonParser own ? own : parser;
        JsonToken token = nearest.currentToken();
        return token == null ? JsonToken.NOT_AVAILABLE : token;
    }

    private static <E extends Throwable> Optional<E> find(Throwable failure, Class<E> type) {
        return Stream.iterate(failure, each -> each != null, Throwable::getCause)
                .limit(16)
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst();
    }
}
