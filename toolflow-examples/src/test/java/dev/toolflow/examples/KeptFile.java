package dev.toolflow.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.toolflow.run.Owner;
import dev.toolflow.run.RunPhase;
import dev.toolflow.run.StepRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** An SQLite file, what tests keep in it, and the commands that are told of it. */
final class KeptFile {
    private static final StepRecord.Blob PICTURE = new StepRecord.Blob("cd".repeat(32), "image/png", 2048);

    private final Path path;

    KeptFile(Path directory) {
        this.path = directory.resolve("runs.db");
    }

    void keep(Consumer<KeptStore> runs) {
        try (KeptStore store = new KeptStore(path)) {
            runs.accept(store);
        }
    }

    Program.Ended runs(String command, String... args) {
        List<String> all = new ArrayList<>(List.of("runs", command));
        all.addAll(List.of(args));
        all.addAll(List.of("--store", path.toString()));
        return Program.withoutEnvironment().run(all.toArray(String[]::new));
    }

    /** What a command that succeeds writes with {@code --json}. */
    JsonNode json(String command, String... args) {
        List<String> all = new ArrayList<>(List.of(args));
        all.add("--json");
        Program.Ended ended = runs(command, all.toArray(String[]::new));
        assertThat(ended.exit()).as(ended.both()).isZero();
        return Program.json(ended.out());
    }

    /** {@code tea-1}, which is completed. */
    static void done(KeptStore store) {
        store.run("tea-1", "brand-kit", null)
                .called("palette", "gpt-5.4-mini", "0.0012")
                .step("palette", StepRecord.COMPLETED)
                .called("hero", "gpt-image-2", "0.05")
                .step("hero", StepRecord.COMPLETED, PICTURE)
                .moved(RunPhase.COMPLETED)
                .write();
    }

    /** {@code tea-2}, which waits. */
    static void waiting(KeptStore store) {
        waiting(store, "brand-kit");
    }

    /** The same of another flow. */
    static void waiting(KeptStore store, String flow) {
        store.run("tea-2", flow, "acme")
                .called("palette", "gpt-5.4-mini", "0.0012")
                .step("palette", StepRecord.COMPLETED)
                .step("approve-hero", "WAITING")
                .moved(RunPhase.WAITING)
                .write();
    }

    /** {@code tea-3}, which this process works on. */
    static void inFlight(KeptStore store) {
        inFlight(store, Owner.current());
    }

    /** The same of this owner. */
    static void inFlight(KeptStore store, Owner owner) {
        store.run("tea-3", "posters", null, owner).open("hero", "gpt-image-2").write();
    }
}
