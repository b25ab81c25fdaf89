package dev.toolflow.testkit;

import java.util.Arrays;
import java.util.Optional;

/** The endpoints of OpenAI's API that the fake answers, all by POST. */
public enum Endpoint {
    CHAT_COMPLETIONS("/v1/chat/completions"),
    IMAGE_GENERATIONS("/v1/images/generations"),
    IMAGE_EDITS("/v1/images/edits");

    private final String path;

    Endpoint(String path) {
        this.path = path;
    }

    /** Returns the path on the server, from its root. */
    public String path() {
        return path;
    }

    static Optional<Endpoint> at(String path) {
        return Arrays.stream(values()).filter(e -> e.path.equals(path)).findFirst();
    }

    /** ToolFlow's reserved tool names stand for the image endpoints. */
    static Optional<Endpoint> ofTool(String tool) {
        return switch (tool) {
            case "generate_image" -> Optional.of(IMAGE_GENERATIONS);
            case "edit_image" -> Optional.of(IMAGE_EDITS);
            default -> Optional.empty();
        };
    }
}
