package dev.toolflow.testkit.sse;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * One server-sent event.
 *
 * @param name what stands after {@code event:}; empty where OpenAI writes no such line
 * @param data writes one line of text; may be asked more than once and then writes the same again
 */
public record ServerEvent(String name, Data data) {

    /** What ends a stream of chat chunks. */
    public static final ServerEvent DONE = of("", "[DONE]");

    /** Text that is written, not held: a picture's event has megabytes. */
    @FunctionalInterface
    public interface Data {

        /** Writes the text without an end of line. */
        void writeTo(OutputStream out) throws IOException;
    }

    /** Returns an event with this text, which must have one line. */
    public static ServerEvent of(String name, String line) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        return new ServerEvent(name, out -> out.write(bytes));
    }
}
