package dev.toolflow.examples;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that every command on kept runs has. Filled in by picocli, then read only. */
final class RunStoreOptions {
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

    /** Opens the store, which must be there. */
    KeptRuns open() {
        return KeptRuns.open(RunStoreAddress.parse("--store", store), KeyFile.codec(keyFile));
    }

    /** The store as it was given. */
    RunStoreAddress address() {
        return RunStoreAddress.parse("--store", store);
    }

    boolean json() {
        return json;
    }
}
