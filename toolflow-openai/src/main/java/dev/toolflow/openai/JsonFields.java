package dev.toolflow.openai;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonParser.NumberType;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Walks JSON in the order it comes, skipping what nobody asked for. */
final class JsonFields {
    private JsonFields() {}

    /** Reads one field; the parser stands on its value, and may be left at the end of it or on it. */
    @FunctionalInterface
    interface Field {
        void read(String name) throws IOException;
    }

    /** Reads one element of an array, numbered from 0. */
    @FunctionalInterface
    interface Element {
        void read(int index) throws IOException;
    }

    /** Walks the object that the parser stands on; any other value is skipped. */
    static void of(JsonParser json, Field field) throws IOException {
        if (!json.isExpectedStartObjectToken()) {
            json.skipChildren();
            return;
        }
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            json.nextToken();
            field.read(name);
        }
    }

    /**
     * Steps into the object that is the whole text; false if it is another value.
     *
     * @throws JsonEOFException if there is no value
     */
    static boolean begin(JsonParser json) throws IOException {
        JsonToken first = json.nextToken();
        if (first == null) {
            throw new JsonEOFException(json, JsonToken.NOT_AVAILABLE, "no value");
        }
        return first == JsonToken.START_OBJECT;
    }

    /** Walks the array that the parser stands on; any other value is skipped. */
    static void elements(JsonParser json, Element element) throws IOException {
        if (!json.isExpectedStartArrayToken()) {
            json.skipChildren();
            return;
        }
        for (int index = 0; json.nextToken() != JsonToken.END_ARRAY; index++) {
            element.read(index);
        }
    }

    /** The string that the parser stands on; any other value is skipped and gives null. */
    static @Nullable String text(JsonParser json) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_STRING) {
            return json.getText();
        }
        json.skipChildren();
        return null;
    }

    /** The number that the parser stands on, 0 or more and an int; any other value is skipped and gives 0. */
    static int natural(JsonParser json) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_NUMBER_INT && json.getNumberType() == NumberType.INT) {
            return Math.max(0, json.getIntValue());
        }
        json.skipChildren();
        return 0;
    }
}
