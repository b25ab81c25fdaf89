package dev.toolflow.openai;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a {@code .env} file: lines {@code NAME=value}, with or without {@code export}, the value bare or in quotes; {@code #}
 * begins a comment. Nothing is expanded. Written here because a dependency must not reach all users for the sake of a
 * file that few have, see ADR 0039.
 */
final class DotEnv {
    private static final Pattern IGNORED = Pattern.compile("\\s*(#.*)?");
    private static final Pattern ENTRY = Pattern.compile("\\s*(?:export\\s+)?([A-Za-z_][A-Za-z0-9_]*)\\s*=\\s*"
            + "(?:\"([^\"]*)\"\\s*(?:#.*)?|'([^']*)'\\s*(?:#.*)?|([^\"'\\s].*?)??(?:\\s+#.*|\\s*))");

    private DotEnv() {}

    /** @throws IllegalArgumentException when the file cannot be read or a line is no entry; never quotes the line */
    static Map<String, String> read(Path file) {
        Map<String, String> entries = new HashMap<>();
        int number = 0;
        for (String line : lines(file)) {
            number++;
            Matcher entry = ENTRY.matcher(line);
            if (entry.matches()) {
                entries.put(entry.group(1), value(entry));
            } else if (!IGNORED.matcher(line).matches()) {
                throw new IllegalArgumentException("dotEnv: line " + number + " of " + file + " is not NAME=value");
            }
        }
        return entries;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new IllegalArgumentException("dotEnv: " + file + " is no file that can be read as UTF-8 text", e);
        }
    }

    private static String value(Matcher entry) {
        for (int group = 2; group <= 4; group++) {
            if (entry.group(group) != null) {
                return entry.group(group);
            }
        }
        return "";
    }
}
