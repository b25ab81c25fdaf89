package dev.toolflow.examples;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;

/** The options that a run was begun with, as an attribute of it: who goes on needs the same. */
final class KeptCommand {
    /** The attribute. */
    static final String ATTRIBUTE = "command";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private KeptCommand() {}

    static String write(List<String> options) {
        try {
            return JSON.writeValueAsString(options);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a list of texts that is no JSON; please report it", e);
        }
    }

    /**
     * The options that were written.
     *
     * @throws BadInputException when it is not this program's
     */
    static List<String> read(String attribute) {
        try {
            return List.of(JSON.readValue(attribute, String[].class));
        } catch (JsonProcessingException e) {
            throw new BadInputException("RUN: another program began it; go on with it there");
        }
    }

    /** For a message. */
    static String inWords(String attribute) {
        return String.join(" ", read(attribute));
    }
}
