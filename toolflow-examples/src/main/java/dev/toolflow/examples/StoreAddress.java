package dev.toolflow.examples;

import dev.toolflow.s3.S3ImageStore;
import dev.toolflow.store.ImageStore;
import dev.toolflow.store.ImageStoreException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** Where a store is: a directory, or a bucket and a prefix in it. Immutable. */
final class StoreAddress {
    private static final Pattern SCHEME = Pattern.compile("(?i)([a-z][a-z0-9+.-]+):.*");
    private static final String S3 = "s3://";

    /** A record that is nowhere: to look for it shows whether the store answers. */
    private static final String NO_RECORD = "0".repeat(64) + "-" + "0".repeat(16);

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
     * @throws BadInputException when it can be none
     */
    static StoreAddress parse(String option, String text) {
        if (text.isBlank()) {
            throw new BadInputException(option + ": must name a directory or s3://bucket/prefix");
        }
        if (SCHEME.matcher(text).matches() && !text.startsWith(S3)) {
            throw new BadInputException(option + ": must be a directory or s3://bucket/prefix, not " + text);
        }
        return new StoreAddress(option, text);
    }

    /** The directory, if it is one. */
    Optional<Path> directory() {
        return text.startsWith(S3) ? Optional.empty() : Optional.of(Path.of(text));
    }

    /**
     * Opens the store to be written, and makes sure that it answers.
     *
     * @throws BadInputException when it cannot be used
     */
    ImageStore open(Shell shell) {
        if (!text.startsWith(S3)) {
            try {
                Path directory = Files.createDirectories(Path.of(text));
                Files.delete(Files.createTempFile(directory, ".writable-", null));
            } catch (InvalidPathException | IOException e) {
                throw new BadInputException(option + ": cannot write to " + text + "; choose another directory");
            }
        }
        return openToRead(shell);
    }

    /**
     * Opens the store to be read, and makes sure that it answers.
     *
     * @throws BadInputException when it cannot be used
     */
    ImageStore openToRead(Shell shell) {
        ImageStore store = text.startsWith(S3)
                ? bucket(shell)
                : ImageStore.directory(Path.of(text).toAbsolutePath());
        try {
            store.find(NO_RECORD);
            return store;
        } catch (ImageStoreException e) {
            throw new BadInputException(option + ": " + text + " cannot be used: " + withoutProbe(e.getMessage()));
        }
    }

    /** What the environment does not say is found as the AWS tools find it. */
    private ImageStore bucket(Shell shell) {
        try {
            S3ImageStore.Builder builder = S3ImageStore.builder(text);
            shell.variable("AWS_ENDPOINT_URL_S3")
                    .or(() -> shell.variable("AWS_ENDPOINT_URL"))
                    .map(URI::create)
                    .ifPresent(builder::endpoint);
            shell.variable("AWS_REGION").ifPresent(builder::region);
            shell.variable("AWS_ACCESS_KEY_ID")
                    .flatMap(id -> shell.variable("AWS_SECRET_ACCESS_KEY").map(key -> credentials(shell, id, key)))
                    .map(StaticCredentialsProvider::create)
                    .ifPresent(builder::credentials);
            return builder.build();
        } catch (IllegalArgumentException e) {
            throw new BadInputException(option + ": " + inVariables(e.getMessage()));
        }
    }

    /** What was looked for is of no interest to who wants to use the store, and there is nothing to resume yet. */
    private static String withoutProbe(@Nullable String message) {
        return String.valueOf(message)
                .replaceFirst("^cannot [a-z ]+ s3://\\S+: ", "")
                .replaceFirst(", then resume$", "");
    }

    /** The builder is not the user's. */
    static String inVariables(@Nullable String message) {
        return String.valueOf(message).replaceFirst(", or \\w+\\(…\\) on the builder", "");
    }

    private static AwsCredentials credentials(Shell shell, String id, String key) {
        return shell.variable("AWS_SESSION_TOKEN")
                .<AwsCredentials>map(token -> AwsSessionCredentials.create(id, key, token))
                .orElseGet(() -> AwsBasicCredentials.create(id, key));
    }

    @Override
    public String toString() {
        return text;
    }
}
