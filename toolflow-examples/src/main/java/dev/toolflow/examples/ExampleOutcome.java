package dev.toolflow.examples;

import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.examples.report.Pictures;
import dev.toolflow.examples.report.Report;
import dev.toolflow.examples.report.Thumbnails;
import java.util.List;
import java.util.Optional;

/**
 * Writes what became of a run, and tells it.
 *
 * @param <I> what the run was given
 * @param <O> what it makes
 */
final class ExampleOutcome<I, O> {
    private final Terminal terminal;
    private final CommonOptions options;
    private final Example<I, O> example;
    private final Task<I, O> task;

    ExampleOutcome(Terminal terminal, CommonOptions options, Example<I, O> example, Task<I, O> task) {
        this.terminal = terminal;
        this.options = options;
        this.example = example;
        this.task = task;
    }

    /** What is done with what, and where. */
    record Task<I, O>(
            ToolFlow<I, O> flow, I brief, Connection connection, OutputDirectory files, PictureStore pictures) {}

    /** The result first: whatever is wrong with a picture or the report does not lose it. */
    void write(ToolFlowResult<O> result) {
        task.files().write("result.json", PrettyJson.of(result));
        Pictures pictures = example.pictures().apply(result, task.files());
        task.pictures().copy(pictures, task.files());
        Thumbnails thumbnails = Thumbnails.of(task.pictures().store());
        Made<O> made = new Made<>(result, pictures, thumbnails);
        Report report = Report.of(task.flow(), result)
                .server(task.connection().server(), task.connection().isMadeUp())
                .failure(Failure.of(result))
                .thumbnails(thumbnails)
                .output(example.view().apply(task.brief(), made));
        task.files().write("report.html", report.html());
    }

    /** Tells it, with this last line in place of why it failed, where there is one. */
    void tell(ToolFlowResult<O> result, Optional<String> lastly) {
        Lines lines = new Lines(terminal, options);
        lines.add("");
        Summary.of(result).lines().forEach(lines::add);
        lines.add("");
        result.outputIfPresent()
                .ifPresent(
                        output -> example.highlights().apply(output).forEach(highlight -> lines.add(highlight.line())));
        new Bill(List.of(result), options.control().maxCost()).lines().forEach(lines::add);
        task.files().written().stream().distinct().forEach(file -> lines.add("  %-9s %s".formatted("wrote", file)));
        lastly.or(() -> Failure.of(result)).ifPresent(terminal::say);
        if (options.json()) {
            terminal.printJson(PrettyJson.of(result));
        }
    }
}
