package dev.toolflow.schema;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.async.ByteArrayFeeder;
import com.fasterxml.jackson.core.async.NonBlockingInputFeeder;
import dev.toolflow.schema.JsonReadException.Position;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Tells JSON that was cut, in which nothing is wrong but its end, from JSON with an error. Of some cuts, such as one
 * after a comma, the reader itself says no more than that a character is wrong.
 */
final class CutJson {
    private CutJson() {}

    /** Returns where the text ends if more of it could make it sound; empty if it is sound already or never can be. */
    static Optional<Position> end(String json) {
        byte[] utf8 = json.getBytes(StandardCharsets.UTF_8);
        try (JsonParser parser = Wire.of(Strictness.STRICT).getFactory().createNonBlockingByteArrayParser()) {
            ByteArrayFeeder feeder = (ByteArrayFeeder) parser.getNonBlockingInputFeeder();
            feeder.feedInput(utf8, 0, utf8.length);
            skipAll(parser);
            return isRefusedAtItsEnd(parser, feeder) ? Optional.of(endOf(json)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** @throws IOException if there is an error before the end */
    private static void skipAll(JsonParser parser) throws IOException {
        JsonToken token = parser.nextToken();
        while (token != JsonToken.NOT_AVAILABLE) {
            token = parser.nextToken();
        }
    }

    private static boolean isRefusedAtItsEnd(JsonParser parser, NonBlockingInputFeeder feeder) {
        feeder.endOfInput();
        try {
            JsonToken token = parser.nextToken();
            while (token != null) {
                token = parser.nextToken();
            }
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    /** Returns the place behind a text. */
    static Position endOf(String json) {
        String[] lines = json.split("\\r\\n|\\r|\\n", -1);
        return new Position(lines.length, lines[lines.length - 1].length() + 1);
    }
}
