package dev.toolflow.examples;

import dev.toolflow.Approval;
import dev.toolflow.EngineBuilder;
import dev.toolflow.RunOptions;
import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.ToolFlowResult;
import java.nio.file.Path;
import java.util.Optional;
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
    private final Questions questions;
    private final Beginning beginning;
    private @Nullable OutputDirectory files;

    /** A run that lives in this process alone. */
    ExampleRun(Shell shell, CommonOptions options, Example<I, O> example) {
        this(shell, options, example, Beginning.of(RunId.at(shell.clock())));
    }

    ExampleRun(Shell shell, CommonOptions options, Example<I, O> example, Beginning beginning) {
        this.shell = shell;
        this.beginning = beginning;
        this.options = options;
        this.example = example;
        this.questions = new Questions(shell.terminal(), new Lines(shell.terminal(), options), example.question());
    }

    /**
     * Runs it and returns the program's exit code.
     *
     * @param brief what it is given
     * @param store opens where its pictures go, once all else is known to be right
     */
    int run(I brief, Supplier<PictureStore> store) {
        options.logAsAsked();
        options.control().check();
        Planning planning = new Planning(shell, options);
        if (options.control().plan()) {
            return planning.tell(example.flow(), brief);
        }
        planning.requirePrices(example.flow(), brief);
        try (Connection connection = Connection.open(shell)) {
            OutputDirectory directory =
                    OutputDirectory.prepare(options.out().orElseGet(() -> beginning.files(example.name())));
            files = directory;
            try (PictureStore pictures = directory.with(store)) {
                shell.terminal().say(connection.description());
                ToolFlow<I, O> flow = example.flow().apply(pictures.store());
                return run(
                        RunOptions.defaults().id(beginning.runId()).attribute("example", example.name()),
                        new ExampleOutcome.Task<>(flow, brief, connection, directory, pictures));
            }
        }
    }

    /** Where the files of the run are; empty where there are none, since only the plan was wanted. */
    Optional<Path> directory() {
        return Optional.ofNullable(files).map(OutputDirectory::path);
    }

    private int run(RunOptions run, ExampleOutcome.Task<I, O> task) {
        Progress progress = new Progress(shell.terminal());
        EngineBuilder builder = ToolFlowEngine.builder(task.connection().service())
                .models(options.models(shell))
                .images(task.pictures().store())
                .listener(progress);
        try (ToolFlowEngine engine = beginning.of(options.control().of(builder)).build()) {
            ExampleOutcome<I, O> outcome = new ExampleOutcome<>(shell.terminal(), options, example, task);
            Going<O> begun = beginning.begin(
                    engine,
                    task.flow(),
                    task.brief(),
                    beginning.of(
                            options.control().of(run),
                            options.control().maxCost().orElse(null)));
            return toItsEnd(begun, progress, outcome);
        }
    }

    /** What a person is asked, they are asked with all that was made until then on disk: Ctrl-C loses nothing. */
    private int toItsEnd(Going<O> begun, Progress progress, ExampleOutcome<I, O> outcome) {
        Going<O> run = begun;
        ToolFlowResult<O> result = ended(run, progress, outcome);
        while (questions.canAsk(result)) {
            Approval asked = result.waiting().get(0);
            Optional<Boolean> answer = questions.ask(asked);
            if (answer.isEmpty()) {
                outcome.tell(result, questions.waiting(result));
                return ExitCode.WAITING;
            }
            run = run.decide().apply(asked.id(), answer.get());
            result = ended(run, progress, outcome);
        }
        return declined(result).isPresent() ? ExitCode.FAILED : ExitCode.of(result.status());
    }

    /** What has become of what a person declined, here or before. */
    private Optional<String> declined(ToolFlowResult<O> result) {
        return result.status() == RunStatus.COMPLETED
                ? result.outputIfPresent().flatMap(example.declined())
                : Optional.empty();
    }

    private ToolFlowResult<O> ended(Going<O> run, Progress progress, ExampleOutcome<I, O> outcome) {
        Interruption interruption = Interruption.cancelling(run.stop());
        try {
            ToolFlowResult<O> result = run.await();
            if (run.heard()) {
                progress.await();
            }
            try {
                outcome.write(result);
            } finally {
                if (!questions.canAsk(result)) {
                    outcome.tell(result, questions.waiting(result).or(() -> declined(result)));
                }
            }
            return result;
        } finally {
            interruption.allIsWritten();
        }
    }
}
