package dev.toolflow.examples;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.toolflow.ToolFlowResult;
import java.util.regex.Pattern;

/** A result as JSON for people: indented, otherwise as the library writes it. Half a surrogate pair is escaped, as UTF-8 has none. */
final class PrettyJson {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    /** Of a pair, a regular expression sees one code point and no surrogate. */
    private static final Pattern LONE_SURROGATE = Pattern.compile("\\p{Cs}");

    private PrettyJson() {}

    static String of(ToolFlowResult<?> result) {
        return of(result.toJson());
    }

    /** What the library wrote, indented. */
    static String of(String json) {
        try {
            return escaped(JSON.writeValueAsString(JSON.readTree(json)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the library wrote JSON that Jackson cannot read; please report it", e);
        }
    }

    private static String escaped(String json) {
        return LONE_SURROGATE
                .matcher(json)
                .replaceAll(lone -> "\\\\u%04x".formatted((int) lone.group().charAt(0)));
    }
}
