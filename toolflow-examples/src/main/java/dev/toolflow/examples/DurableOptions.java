package dev.toolflow.examples;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of a run that outlives its process. Filled in by picocli, then read only. */
final class DurableOptions {
    @Option(
            names = "--durable",
            paramLabel = "DIR",
            description =
                    "Keep the run in DIR, step by step, with its pictures and its files: whatever ends the program, the"
                            + " same command goes on with it, and calls what was accepted no more.")
    private @Nullable Path directory;

    @Option(
            names = "--key-file",
            paramLabel = "FILE",
            description = "The keys that what is kept is encrypted with: a line \"<key id> <32 bytes in base64>\" each."
                    + " Default: it is not encrypted.")
    private @Nullable Path keyFile;

    /** Whether the run is to be kept. */
    boolean isAsked() {
        if (directory == null && keyFile != null) {
            throw new BadInputException("--key-file: is for what --durable keeps; give that too, or leave it out");
        }
        return directory != null;
    }

    /** Where it is kept. */
    Path directory() {
        if (directory == null || directory.toString().isBlank()) {
            throw new BadInputException("--durable: must name a directory");
        }
        return directory;
    }

    /** Opens the store there, which is made where it is missing. */
    KeptRuns open() {
        OutputDirectory.prepare("--durable", directory());
        return KeptRuns.make(RunStoreAddress.in(directory()), KeyFile.codec(keyFile));
    }
}
