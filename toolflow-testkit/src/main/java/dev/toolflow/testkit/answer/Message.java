package dev.toolflow.testkit.answer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.toolflow.testkit.seed.Seed;

/**
 * What a chat request says: the user's own words, and the seed of all of it.
 *
 * @param user the text of the user's messages
 * @param seed stands for every message and for the tool
 */
record Message(String user, Seed seed) {

    static Message of(JsonNode request, String tool) {
        StringBuilder user = new StringBuilder();
        for (JsonNode message : request.path("messages")) {
            if (message.path("role").asText().equals("user")) {
                JsonNode content = message.path("content");
                user.append(content.asText(""));
                content.forEach(part -> user.append(part.path("text").asText("")));
                user.append('\n');
            }
        }
        return new Message(
                user.toString().trim(),
                Seed.of(request.path("messages").toString()).and(tool));
    }
}
