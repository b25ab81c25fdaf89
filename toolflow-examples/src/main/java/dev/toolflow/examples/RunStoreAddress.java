package dev.toolflow.examples;

import dev.toolflow.jdbc.JdbcRunStore;
import dev.toolflow.run.RunStore;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where runs are kept: a file, a directory with one, or a database. Immutable. */
final class RunStoreAddress {
    /** The file in a directory that was given to {@code --durable}. */
    static final String FILE = "runs.db";

    /** The pictures beside it. */
    static final String PICTURES = "images";

    private static final String POSTGRESQL = "jdbc:postgresql:";
    private static final Pattern SCHEME = Pattern.compile("(?i)[a-z][a-z0-9+.-]+:.*");

    private final String option;
    private final String text;

    private RunStoreAddress(String option, String text) {
        this.option = option;
        this.text = text;
    }

    /**
     * Reads an address as it stands on the command line.
     *
     * @param option where it stands there
     * @throws BadInputException when it can be none
     */
    static RunStoreAddress parse(String option, String text) {
        if (text.isBlank()) {
            throw new BadInputException(option + ": must name a directory, an SQLite file or jdbc:postgresql://…");
        }
        if (SCHEME.matcher(text).matches() && !text.startsWith(POSTGRESQL)) {
            throw new BadInputException(option + ": must be a directory, an SQLite file or jdbc:postgresql://…, not "
                    + withoutSecrets(text));
        }
        return new RunStoreAddress(option, text);
    }

    /** The SQLite file of a directory, which may be made by opening it. */
    static RunStoreAddress in(Path directory) {
        return new RunStoreAddress("--durable", directory.resolve(FILE).toString());
    }

    /**
     * Opens a store that is there.
     *
     * @param patience how long a database that does not answer is waited for
     * @throws BadInputException when it is not
     */
    RunStore openExisting(Duration patience) {
        file().filter(file -> !Files.isRegularFile(file)).ifPresent(file -> {
            throw new BadInputException(option + ": " + text + " keeps no runs ("
                    + (Files.isDirectory(path()) ? "it has no " + FILE : "there is no such file")
                    + "); name what was given to --durable");
        });
        return file().<RunStore>map(JdbcRunStore::sqlite)
                .orElseGet(() -> JdbcRunStore.builder(text).patience(patience).build());
    }

    /** Opens the store; makes a file where there is none. */
    RunStore open() {
        return JdbcRunStore.open(file().map(Path::toString).orElse(text));
    }

    /** The SQLite file, if it is one. */
    Optional<Path> file() {
        if (text.startsWith(POSTGRESQL)) {
            return Optional.empty();
        }
        Path path = path();
        return Optional.of(Files.isDirectory(path) ? path.resolve(FILE) : path);
    }

    /** Where the file is, with its pictures; empty for a database. */
    Optional<Path> directory() {
        return file().map(file -> file.toAbsolutePath().getParent());
    }

    private Path path() {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new BadInputException(option + ": no path can be called that; name a directory or a file");
        }
    }

    /** As it was given, but for what may hold a password. */
    private static String withoutSecrets(String text) {
        return text.replaceFirst("//[^/@]*@", "//").replaceFirst("\\?.*", "");
    }

    /** For a command line that names it again. */
    @Override
    public String toString() {
        return withoutSecrets(text);
    }
}
