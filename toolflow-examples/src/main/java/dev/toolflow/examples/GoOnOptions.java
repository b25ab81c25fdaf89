package dev.toolflow.examples;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of commands that go on with a kept run. Filled in by picocli, then read only. */
final class GoOnOptions {
    @Mixin
    private final RunStoreOptions store = new RunStoreOptions();

    @Option(
            names = "--images",
            paramLabel = "STORE",
            description = "Where its pictures are kept: a directory, or s3://bucket/prefix. Default: images, beside the"
                    + " SQLite file.")
    private @Nullable String images;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where its files go; may exist. Default: beside the SQLite file, or out/<run id>.")
    private @Nullable Path out;

    @Option(
            names = "--max-cost",
            paramLabel = "USD",
            description =
                    "The most that all calls of the run may cost, in US dollars, those before included. Default: what it was"
                            + " begun with.")
    private @Nullable String maxCost;

    /** The store of runs. */
    RunStoreOptions store() {
        return store;
    }

    /** Opens where its pictures are. */
    PictureStore pictures(Shell shell) {
        String place = images == null
                ? store.address()
                        .directory()
                        .map(directory ->
                                directory.resolve(RunStoreAddress.PICTURES).toString())
                        .orElseThrow(() -> new BadInputException(
                                "--images: must say where its pictures are, since the store is no file"))
                : images;
        return PictureStore.of(StoreAddress.parse("--images", place).open(shell));
    }

    /** Where its files go unless the user says so: each run has a directory of its own, but for that which has the store's. */
    Path files(String runId) {
        return store.address()
                .directory()
                .map(directory -> runId.equals(BrandKitCommand.NAME) ? directory : directory.resolve(runId))
                .orElseGet(() -> Path.of("out", runId));
    }

    /** Those of the command that began the run, with these. */
    String[] with(List<String> kept) {
        List<String> all = new ArrayList<>(kept);
        if (out != null) {
            all.addAll(List.of("--out", out.toString()));
        }
        if (maxCost != null) {
            all.addAll(List.of("--max-cost", maxCost));
        }
        if (store.json()) {
            all.add("--json");
        }
        return all.toArray(String[]::new);
    }
}
