package dev.toolflow.examples;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that every command on kept runs has. Filled in by picocli, then read only. */
final class RunStoreOptions {
    private static final Duration A_FEW_SECONDS = Duration.ofSeconds(4);
    private static final Duration WHILE_IT_BEGINS_ANEW = Duration.ofSeconds(30);

    @Option(
            names = "--store",
            required = true,
            paramLabel = "STORE",
            description =
                    "Where the runs are kept: a directory that was given to brand-kit --durable, an SQLite file, or"
                            + " jdbc:postgresql://host/database.")
    @SuppressWarnings("NullAway.Init")
    private String store;

    @Option(
            names = "--key-file",
            paramLabel = "FILE",
            description = "The keys that what is kept is encrypted with: a line \"<key id> <32 bytes in base64>\" each."
                    + " Default: it is not encrypted.")
    private @Nullable Path keyFile;

    @Option(names = "--json", description = "Write JSON to standard output, and all else to standard error.")
    private boolean json;

    /** Opens the store, which must be there; a person waits, so one that does not answer is given up soon. */
    KeptRuns open() {
        return open(A_FEW_SECONDS);
    }

    /** The same for a run that goes on, which outlasts that its database begins anew. */
    KeptRuns openToGoOn() {
        return open(WHILE_IT_BEGINS_ANEW);
    }

    private KeptRuns open(Duration patience) {
        return KeptRuns.open(address(), KeyFile.codec(keyFile), patience);
    }

    /** The store as it was given. */
    RunStoreAddress address() {
        return RunStoreAddress.parse("--store", store);
    }

    boolean json() {
        return json;
    }
}
