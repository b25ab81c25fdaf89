package dev.toolflow.schema;

import com.fasterxml.jackson.core.JsonParser;
import dev.toolflow.schema.JsonReadException.Position;
import java.io.IOException;
import java.util.Optional;

/**
 * Tells JSON with something behind it, such as a sentence or a second value, from JSON with an error. The reader itself stumbles
 * over what follows, which may look like a wrong character or like a value that was cut.
 */
final class FollowingText {
    private FollowingText() {}

    /** Returns where the text begins that follows a sound value; empty if there is none, or no such value. */
    static Optional<Position> start(String json) {
        try (JsonParser parser = Wire.of(Strictness.STRICT).getFactory().createParser(json)) {
            parser.nextToken();
            parser.skipChildren();
            int next = Math.toIntExact(parser.currentLocation().getCharOffset());
            while (next < json.length() && Character.isWhitespace(json.charAt(next))) {
                next++;
            }
            return next < json.length() ? Optional.of(CutJson.endOf(json.substring(0, next))) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
