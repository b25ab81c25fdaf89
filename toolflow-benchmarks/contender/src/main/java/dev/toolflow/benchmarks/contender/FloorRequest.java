package dev.toolflow.benchmarks.contender;

/**
 * A request of the floor.
 *
 * @param before what comes before the words of the user
 * @param after what comes after them
 */
record FloorRequest(String before, String after) {

    /**
     * One that forces a strict tool.
     *
     * @param schema {@code properties} and {@code required} of its parameters
     */
    static FloorRequest of(String tool, String system, String user, String schema) {
        return new FloorRequest(
                "{\"model\":\"" + Prompts.MODEL + "\",\"messages\":[{\"role\":\"system\",\"content\":\"" + system
                        + "\"},{\"role\":\"user\",\"content\":\"" + user,
                "\"}],\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"" + tool
                        + "\",\"strict\":true,\"parameters\":{\"type\":\"object\"," + schema
                        + ",\"additionalProperties\":false}}}],"
                        + "\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"" + tool + "\"}}}");
    }

    /** The whole request about something that is told as its text; of what JSON escapes, that has quotes at most. */
    String about(Object something) {
        return before + String.valueOf(something).replace("\"", "\\\"") + after;
    }
}
