package dev.toolflow.examples;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.util.Optional;

/** Reads a person's answer, which is JSON on the command line or in a file. */
final class AnswerOption {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .build();

    private AnswerOption() {}

    /**
     * The answer.
     *
     * @throws BadInputException when it is no JSON, or the file cannot be read; says where it ends to be JSON
     */
    static JsonNode read(String given) {
        String text = given.startsWith("@") ? file(given.substring(1)) : given;
        try {
            JsonNode json = JSON.readTree(text);
            if (json.isMissingNode() || json.isNull()) {
                throw new BadInputException("ANSWER: must be an answer, such as true; there is none");
            }
            return json;
        } catch (JsonProcessingException e) {
            throw new BadInputException("ANSWER: is not JSON from line "
                    + e.getLocation().getLineNr() + ", column "
                    + e.getLocation().getColumnNr() + " on; a text needs double quotes, which a shell takes away"
                    + " unless single ones are around them");
        }
    }

    /**
     * Makes sure of what can be told of an answer without its type: only what a run can read must be kept, since the first
     * decision holds.
     *
     * @param type the simple name of the type that is asked for
     * @throws BadInputException when it is of another
     */
    static void requireType(JsonNode answer, String type) {
        boolean fits = switch (type) {
            case "Boolean" -> answer.isBoolean();
            case "String" -> answer.isTextual();
            case "Integer", "Long" -> answer.isIntegralNumber();
            case "Double", "BigDecimal" -> answer.isNumber();
            default -> true;
        };
        if (!fits) {
            throw new BadInputException("ANSWER: must be a " + type + ", such as "
                    + switch (type) {
                        case "Boolean" -> "true";
                        case "String" -> "'\"a text\"'";
                        default -> "1";
                    });
        }
    }

    private static String file(String name) {
        try {
            return Brief.read(Optional.of(Path.of(name)), "").json();
        } catch (BadInputException e) {
            throw new BadInputException(String.valueOf(e.getMessage()).replaceFirst("^--input", "ANSWER"));
        }
    }
}
