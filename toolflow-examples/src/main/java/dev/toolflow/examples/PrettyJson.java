package dev.toolflow.examples;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.toolflow.ToolFlowResult;

/** A result as JSON for people: indented, otherwise as the library writes it. */
final class PrettyJson {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private PrettyJson() {}

    static String of(ToolFlowResult<?> result) {
        try {
            return JSON.writeValueAsString(JSON.readTree(result.toJson()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the library wrote JSON that Jackson cannot read; please report it", e);
        }
    }
}
