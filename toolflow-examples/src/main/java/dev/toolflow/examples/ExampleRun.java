package dev.toolflow.examples;

import dev.toolflow.FlowRun;
import dev.toolflow.RunOptions;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.examples.report.Pictures;
import dev.toolflow.examples.report.Report;
import dev.toolflow.examples.report.Thumbnails;
import dev.toolflow.store.ImageStore;
import dev.toolflow.tool.ModelDefaults;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One run of an example, from the options to the files. What the user gave is checked before anything is sent.
 *
 * @param <I> what the run is given
 * @param <O> what it makes
 */
final class ExampleRun<I, O> {
    private final Shell shell;
    private final CommonOptions options;
    private final Example<I, O> example;
    private final Terminal terminal;
    private @Nullable OutputDirectory files;

    ExampleRun(Shell shell, CommonOptions options, Example<I, O> example) {
        this.shell = shell;
        this.options = options;
        this.example = example;
        this.terminal = shell.terminal();
    }

    /**
     * Runs it and returns the program's exit code.
     *
     * @param brief what it is given
     * @param store opens where its pictures go, once all else is known to be right
     */
    int run(I brief, Supplier<PictureStore> store) {
        options.logAsAsked();
        ModelDefaults models = options.models(shell);
        String id = RunId.at(shell.clock());
        try (Connection connection = Connection.open(shell)) {
            OutputDirectory directory =
                    OutputDirectory.prepare(options.out().orElse(Path.of("out", example.name() + "-" + id)));
            files = directory;
            try (PictureStore pictures = directory.with(store)) {
                terminal.say(connection.description());
                return run(
                        connection,
                        models,
                        new Task<>(example.flow().apply(pictures.store()), brief, id, directory, pictures));
            }
        }
    }

    private int run(Connection connection, ModelDefaults models, Task<I, O> task) {
        try (ToolFlowEngine engine = engine(connection, models, task.pictures().store())) {
            return run(engine, connection, task);
        }
    }

    /** Where the files of the run are, once it has ended. */
    OutputDirectory files() {
        return Objects.requireNonNull(files, "run it first");
    }

    private record Task<I, O>(ToolFlow<I, O> flow, I brief, String id, OutputDirectory files, PictureStore pictures) {}

    private static ToolFlowEngine engine(Connection connection, ModelDefaults models, ImageStore images) {
        return ToolFlowEngine.builder(connection.service())
                .models(models)
                .images(images)
                .build();
    }

    private int run(ToolFlowEngine engine, Connection connection, Task<I, O> task) {
        Progress progress = new Progress(terminal);
        FlowRun<O> run = engine.start(
                task.flow(),
                task.brief(),
                RunOptions.defaults()
                        .id(task.id())
                        .attribute("example", example.name())
                        .listener(progress));
        Interruption interruption = Interruption.cancelling(run::cancel);
        try {
            ToolFlowResult<O> result = run.result().join();
            progress.await();
            try {
                write(result, connection, task);
            } finally {
                tell(result, task.files());
            }
            return ExitCode.of(result.status());
        } finally {
            interruption.allIsWritten();
        }
    }

    /** The result first: whatever is wrong with a picture or the report does not lose it. */
    private void write(ToolFlowResult<O> result, Connection connection, Task<I, O> task) {
        task.files().write("result.json", PrettyJson.of(result));
        Pictures pictures = example.pictures().apply(result, task.files());
        task.pictures().copy(pictures, task.files());
        Thumbnails thumbnails = Thumbnails.of(task.pictures().store());
        Made<O> made = new Made<>(result, pictures, thumbnails);
        Report report = Report.of(task.flow(), result)
                .server(connection.server(), connection.isMadeUp())
                .failure(Failure.of(result))
                .thumbnails(thumbnails)
                .output(example.view().apply(task.brief(), made));
        task.files().write("report.html", report.html());
    }

    private void tell(ToolFlowResult<O> result, OutputDirectory files) {
        Lines lines = new Lines(terminal, options);
        lines.add("");
        Summary.of(result).lines().forEach(lines::add);
        lines.add("");
        result.outputIfPresent()
                .ifPresent(output -> example.highlights()
                        .apply(output)
                        .forEach(highlight ->
                                lines.add("  %-9s %s".formatted(highlight.label(), highlight.shortText()))));
        files.written().forEach(file -> lines.add("  %-9s %s".formatted("wrote", file)));
        Failure.of(result).ifPresent(terminal::say);
        if (options.json()) {
            terminal.printJson(PrettyJson.of(result));
        }
    }
}
