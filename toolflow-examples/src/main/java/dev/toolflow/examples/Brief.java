package dev.toolflow.examples;

import dev.toolflow.schema.JsonReadException;
import dev.toolflow.schema.JsonType;
import dev.toolflow.schema.Violation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The text of an input file, and its name for messages. Immutable.
 *
 * @param name as the user gave it
 * @param json its text
 */
record Brief(String name, String json) {
    private static final int MOST_BYTES = 1 << 20;

    /**
     * Reads a file, or the one at this place in the jar that comes with the program.
     *
     * @throws BadInputException when it cannot be read
     */
    static Brief read(Optional<Path> file, String builtIn) {
        if (file.isEmpty()) {
            return new Brief(builtIn.substring(builtIn.lastIndexOf('/') + 1), builtIn(builtIn));
        }
        Path path = file.get();
        if (!Files.exists(path)) {
            throw new BadInputException("--input: " + path + " does not exist");
        }
        if (Files.isDirectory(path)) {
            throw new BadInputException("--input: " + path + " is a directory; name a JSON file");
        }
        return new Brief(path.toString(), text(path));
    }

    /**
     * Returns the value that this file holds.
     *
     * @throws BadInputException naming the field, or line and column, and the file
     */
    <T> T as(Class<T> type) {
        JsonType<T> json = JsonType.plain(type);
        T value;
        try {
            value = json.read(this.json);
        } catch (JsonReadException e) {
            throw new BadInputException(e.getMessage() + " (in " + name + ")");
        }
        List<Violation> violations = json.validate(value);
        if (!violations.isEmpty()) {
            throw new BadInputException(
                    violations.stream().map(Violation::toString).collect(Collectors.joining("; ")) + " (in " + name
                            + ")");
        }
        return value;
    }

    private static String text(Path path) {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new BadInputException("--input: " + path + " is larger than 1 MiB; that is no brief");
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new BadInputException("--input: " + path + " is not UTF-8 text; save it as UTF-8");
        } catch (IOException e) {
            throw new BadInputException("--input: " + path + " cannot be read; check its permissions");
        }
    }

    private static String builtIn(String name) {
        try (InputStream in = Brief.class.getResourceAsStream("/" + name)) {
            if (in == null) {
                throw new IllegalStateException("the jar has no " + name + "; build it again");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(name + " in the jar cannot be read; build it again", e);
        }
    }
}
