package dev.toolflow.examples;

import dev.toolflow.run.PayloadCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Reads keys from a file; the first encrypts, each decrypts. A key is in no message. */
final class KeyFile {
    private static final int KEY_BYTES = 32;
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
        var codec = PayloadCodec.aesGcm(id(file, lines.get(0)), key(file, lines.get(0)));
        for (String line : lines.subList(1, lines.size())) {
            codec = codec.andKey(id(file, line), key(file, line));
        }
        return codec;
    }

    private static List<String> lines(Path file) {
        try (var lines = Files.lines(file)) {
            return lines.map(String::strip).filter(line -> !line.isEmpty()).toList();
        } catch (IOException | java.io.UncheckedIOException e) {
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

    private static SecretKey key(Path file, String line) {
        try {
            byte[] key = Base64.getDecoder()
                    .decode(line.substring(line.indexOf(' ') + 1).strip());
            if (key.length == KEY_BYTES) {
                return new SecretKeySpec(key, "AES");
            }
        } catch (IllegalArgumentException e) {
            // Said below, for both, without what stands there.
        }
        throw new BadInputException(
                "--key-file: " + file + ": the key '" + id(file, line) + "' is no 32 bytes; " + FORM);
    }
}
