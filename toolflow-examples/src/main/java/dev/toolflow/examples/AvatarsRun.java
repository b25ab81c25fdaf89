package dev.toolflow.examples;

import dev.toolflow.ToolFlowEngine;
import dev.toolflow.examples.avatars.AvatarBatch;
import dev.toolflow.examples.avatars.AvatarWish;
import dev.toolflow.examples.avatars.Persona;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/** One run of the command {@code avatars}, from the personas to the files. */
final class AvatarsRun {
    private final Shell shell;
    private final CommonOptions options;
    private final Optional<StoreAddress> store;
    private final Terminal terminal;

    AvatarsRun(Shell shell, CommonOptions options, Optional<StoreAddress> store) {
        this.shell = shell;
        this.options = options;
        this.store = store;
        this.terminal = shell.terminal();
    }

    /** What was ordered. */
    record Order(List<Persona> personas, AvatarWish wish, int atOnce) {
        Order {
            personas = List.copyOf(personas);
        }
    }

    /** Makes what is missing and returns the program's exit code. */
    int run(Order order) {
        options.logAsAsked();
        String id = RunId.at(shell.clock());
        Path directory = options.out().orElse(Path.of("out", "avatars-" + id));
        try (Connection connection = Connection.open(shell)) {
            OutputDirectory files = OutputDirectory.prepare(directory);
            AvatarLibrary library = AvatarLibrary.open(files, store, shell);
            terminal.say(connection.description());
            try (ToolFlowEngine engine = ToolFlowEngine.builder(connection.service())
                    .models(order.wish().models())
                    .images(library.store())
                    .build()) {
                AvatarsTelling telling = new AvatarsTelling(terminal, options.json());
                List<AvatarBatch.Job> jobs = library.missing(order, id);
                telling.begins(order, jobs);
                AvatarOutcomes outcomes = make(engine, order, new Work(library, jobs, telling));
                files.write("report.html", outcomes.report(connection));
                telling.ends(outcomes);
                return outcomes.exitCode();
            }
        }
    }

    private record Work(AvatarLibrary library, List<AvatarBatch.Job> jobs, AvatarsTelling telling) {}
}
