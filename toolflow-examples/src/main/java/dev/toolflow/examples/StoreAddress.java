package dev.toolflow.examples;

import dev.toolflow.store.ImageStore;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Where a store is: a directory, or a bucket and a prefix in it. Immutable. */
final class StoreAddress {
    private static final Pattern SCHEME = Pattern.compile("(?i)([a-z][a-z0-9+.-]+):.*");

    private final String option;
    private final String text;

    private StoreAddress(String option, String text) {
        this.option = option;
        this.text = text;
    }

    /**
     * Reads an address as it stands on the command line.
     *
     * @param option where it stands there
     * @param text as given
     *
     * @throws BadInputException when it can be none
     */
    static StoreAddress parse(String option, String text) {
        if (text.isBlank()) {
            throw new BadInputException(option + ": must name a directory or s3://bucket/prefix");
        }
        if (SCHEME.matcher(text).matches() && !text.startsWith("s3://")) {
            throw new BadInputException(option + ": must be a directory or s3://bucket/prefix, not " + text);
        }
        return new StoreAddress(option, text);
    }

    /**
     * Opens the store; nothing is written yet.
     *
     * @throws BadInputException when it cannot be used
     */
    ImageStore open(Shell shell) {
        if (text.startsWith("s3://")) {
            throw new BadInputException(option + ": " + text + " needs the module toolflow-s3, which comes next");
        }
        try {
            Path directory = Path.of(text).toAbsolutePath();
            if (Files.exists(directory) && !Files.isDirectory(directory)) {
                throw new BadInputException(option + ": " + text + " is a file; name a directory");
            }
            return ImageStore.directory(directory);
        } catch (InvalidPathException e) {
            throw new BadInputException(option + ": " + text + " cannot be a directory's name; choose another");
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
