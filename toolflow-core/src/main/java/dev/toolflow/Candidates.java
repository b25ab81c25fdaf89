package dev.toolflow;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.toolflow.tool.ToolCallResponse;
import java.util.ArrayList;
import java.util.List;

/** The pictures of one reply as candidates, of which one is kept. Pure. */
final class Candidates {
    private static final JsonMapper JSON = new JsonMapper(JsonFactory.builder()
            .recyclerPool(JsonRecyclerPools.sharedBoundedPool())
            .build());

    private Candidates() {}

    /**
     * Each picture of a reply as a reply of its own; the reply as it is where it has no candidates.
     *
     * @param wanted how many candidates a round has; 1 where there is no choice
     */
    static List<Called.Answered> of(Called.Answered answered, int wanted) {
        JsonNode reply = wanted > 1 ? tree(answered.response().output()) : JSON.missingNode();
        if (!(reply instanceof ObjectNode whole) || whole.path("images").size() < 2) {
            return List.of(answered);
        }
        List<Called.Answered> each = new ArrayList<>();
        for (JsonNode image : whole.path("images")) {
            // What else the reply says, such as the hash of the prompt that was sent, holds for each picture.
            ObjectNode alone = whole.deepCopy();
            alone.putArray("images").add(image);
            ToolCallResponse response =
                    new ToolCallResponse(alone.toString(), answered.response().receipt());
            each.add(answered.with(response));
        }
        return each;
    }

    /** A reply that is no JSON is left to the reader of replies, which says so. */
    private static JsonNode tree(String output) {
        try {
            return JSON.readTree(output);
        } catch (JsonProcessingException e) {
            return JSON.missingNode();
        }
    }
}
