package dev.toolflow.examples;

import dev.toolflow.Approval;
import dev.toolflow.EngineBuilder;
import dev.toolflow.FlowRun;
import dev.toolflow.RunOptions;
import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.store.ImageStore;
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
    private @Nullable OutputDirectory files;

    ExampleRun(Shell shell, CommonOptions options, Example<I, O> example) {
        this.shell = shell;
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
        String id = RunId.at(shell.clock());
        try (Connection connection = Connection.open(shell)) {
            OutputDirectory directory =
                    OutputDirectory.prepare(options.out().orElse(Path.of("out", example.name() + "-" + id)));
            files = directory;
            try (PictureStore pictures = directory.with(store)) {
                shell.terminal().say(connection.description());
                ToolFlow<I, O> flow = example.flow().apply(pictures.store());
                return run(
                        RunOptions.defaults().id(id).attribute("example", example.name()),
                        new ExampleOutcome.Task<>(flow, brief, connection, directory, pictures));
            }
        }
    }

    /** Where the files of the run are; empty where there are none, since only the plan was wanted. */
    Optional<Path> directory() {
        return Optional.ofNullable(files).map(OutputDirectory::path);
    }

    private int run(RunOptions run, ExampleOutcome.Task<I, O> task) {
        ImageStore images = task.pictures().store();
        EngineBuilder builder = ToolFlowEngine.builder(task.connection().service())
                .models(options.models(shell))
                .images(images);
        try (ToolFlowEngine engine = options.control().of(builder).build()) {
            Progress progress = new Progress(shell.terminal());
            ExampleOutcome<I, O> outcome = new ExampleOutcome<>(shell.terminal(), options, example, task);
            RunOptions heard = options.control().of(run).listener(progress);
            return toItsEnd(engine.start(task.flow(), task.brief(), heard), progress, outcome);
        }
    }

    /** What a person is asked, they are asked with all that was made until then on disk: Ctrl-C loses nothing. */
    private int toItsEnd(FlowRun<O> begun, Progress progress, ExampleOutcome<I, O> outcome) {
        FlowRun<O> run = begun;
        ToolFlowResult<O> result = ended(run, progress, outcome);
        while (questions.canAsk(result)) {
            Approval asked = result.waiting().get(0);
            Optional<Boolean> answer = questions.ask(asked);
            if (answer.isEmpty()) {
                outcome.tell(result, questions.waiting(result));
                return ExitCode.WAITING;
            }
            run = run.decide(asked.id(), answer.get());
            result = ended(run, progress, outcome);
        }
        boolean declined =
                result.status() == RunStatus.COMPLETED && questions.declined().isPresent();
        return declined ? ExitCode.FAILED : ExitCode.of(result.status());
    }

    private ToolFlowResult<O> ended(FlowRun<O> run, Progress progress, ExampleOutcome<I, O> outcome) {
        Interruption interruption = Interruption.cancelling(run::cancel);
        try {
            ToolFlowResult<O> result = run.result().join();
            progress.await();
            try {
                outcome.write(result);
            } finally {
                if (!questions.canAsk(result)) {
                    outcome.tell(result, questions.waiting(result).or(questions::declined));
                }
            }
            return result;
        } finally {
            interruption.allIsWritten();
        }
    }
}
