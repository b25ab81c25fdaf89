package dev.toolflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.toolflow.run.RunIncompatibleException;

/** The format of the engine's own documents: one that is newer is told from one that is damaged. */
final class KeptFormat {
    /** The format that is written, and the newest that is read. */
    static final int NEWEST = 1;

    private static final JsonMapper JSON = new JsonMapper();

    private KeptFormat() {}

    /** @throws RunIncompatibleException if a newer ToolFlow wrote it; what is no such document is for its reader to refuse */
    static void requireKnown(String json, String what) {
        int version;
        try {
            version = JSON.readTree(json).path("v").asInt();
        } catch (JsonProcessingException e) {
            return;
        }
        if (version > NEWEST) {
            throw new RunIncompatibleException(
                    what + " have format " + version + ", written by a newer ToolFlow; this one reads up to " + NEWEST
                            + "; nothing was changed; go on with the version that wrote it, or a later one",
                    null);
        }
    }
}
