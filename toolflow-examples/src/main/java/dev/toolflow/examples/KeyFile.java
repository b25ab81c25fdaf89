package dev.toolflow.examples;

import dev.toolflow.run.AesGcmCodec;
import dev.toolflow.run.PayloadCodec;
import dev.toolflow.tool.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads keys from a file; the first encrypts, each decrypts. A key is in no message. */
final class KeyFile {
    private static final String FORM = "a line holds a key id, a space, and 32 bytes in base64";

    private KeyFile() {}

    /**
     * The codec of the keys in this file; without a file the one that writes in clear.
     *
     * @throws BadInputException when the file cannot be used
     */
    static PayloadCodec codec(@Nullable Path file) {
        if (file == null) {
            return PayloadCodec.checked();
        }
        List<String> lines = lines(file);
        if (lines.isEmpty()) {
            throw new BadInputException("--key-file: " + file + " has no key; " + FORM);
        }
        try {
            AesGcmCodec codec = PayloadCodec.aesGcm(id(file, lines.get(0)), key(lines.get(0)));
            for (String line : lines.subList(1, lines.size())) {
                codec = codec.andKey(id(file, line), key(line));
            }
            return codec;
        } catch (IllegalArgumentException e) {
            throw new BadInputException("--key-file: " + file + ": " + e.getMessage() + " (" + FORM + ")");
        }
    }

    private static List<String> lines(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.map(String::strip).filter(line -> !line.isEmpty()).toList();
        } catch (IOException | UncheckedIOException e) {
            throw new BadInputException("--key-file: " + file + " cannot be read; check name and permissions");
        }
    }

    private static String id(Path file, String line) {
        int space = line.indexOf(' ');
        if (space < 1) {
            throw new BadInputException("--key-file: " + file + ": a line has no key id; " + FORM);
        }
        return line.substring(0, space);
    }

    private static Secret key(String line) {
        return Secret.of(line.substring(line.indexOf(' ') + 1).strip());
    }
}
