package dev.toolflow.examples;

import dev.toolflow.store.ImageStore;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Where a store is: a directory, or a bucket and a prefix in it. Immutable. */
final class StoreAddress {
    private static final Pattern SCHEME = Pattern.compile("(?i)([a-z][a-z0-9+.-]+):.*");

    private final String text;

    private StoreAddress(String text) {
        this.text = text;
    }

    /**
     * Reads an address as it stands on the command line.
     *
     * @throws BadInputException when it can be none
     */
    static StoreAddress parse(String text) {
        if (text.isBlank()) {
            throw new BadInputException("--store: must name a directory or s3://bucket/prefix; leave it out for none");
        }
        if (SCHEME.matcher(text).matches() && !text.startsWith("s3://")) {
            throw new BadInputException("--store: must be a directory or s3://bucket/prefix, not " + text);
        }
        return new StoreAddress(text);
    }

    /**
     * Opens the store; nothing is written yet.
     *
     * @throws BadInputException when it cannot be used
     */
    ImageStore open(Shell shell) {
        if (text.startsWith("s3://")) {
            throw new BadInputException("--store: " + text + " needs the module toolflow-s3, which comes next");
        }
        try {
            Path directory = Path.of(text).toAbsolutePath();
            if (Files.exists(directory) && !Files.isDirectory(directory)) {
                throw new BadInputException("--store: " + text + " is a file; name a directory");
            }
            return ImageStore.directory(directory);
        } catch (InvalidPathException e) {
            throw new BadInputException("--store: " + text + " cannot be a directory's name; choose another");
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
