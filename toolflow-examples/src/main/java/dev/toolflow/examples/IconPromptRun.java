package dev.toolflow.examples;

import dev.toolflow.RunOptions;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.examples.icons.IconBrief;
import dev.toolflow.examples.icons.IconFlow;
import dev.toolflow.examples.icons.IconLabel;
import dev.toolflow.examples.icons.IconPrompt;
import dev.toolflow.schema.JsonType;
import java.util.List;

/** Shows the prompt of an icon, to be changed and given back with {@code --prompt}. Makes no image and no file. */
final class IconPromptRun {
    private final Shell shell;
    private final CommonOptions options;
    private final Terminal terminal;

    IconPromptRun(Shell shell, CommonOptions options) {
        this.shell = shell;
        this.options = options;
        this.terminal = shell.terminal();
    }

    /** Shows the prompt that was given, else one that is written for it. */
    int show(IconLabel label) {
        if (label.prompt() != null) {
            print(new IconPrompt(label.prompt()));
            return ExitCode.DONE;
        }
        Planning planning = new Planning(shell, options);
        if (options.control().plan()) {
            return planning.tell(store -> IconFlow.prompt(), label.brief());
        }
        planning.requirePrices(store -> IconFlow.prompt(), label.brief());
        try (Connection connection = Connection.open(shell)) {
            terminal.say(connection.description());
            var builder = ToolFlowEngine.builder(connection.service()).models(options.models(shell));
            try (ToolFlowEngine engine = options.control().of(builder).build()) {
                return ExitCode.of(run(engine, label.brief()).status());
            }
        }
    }

    private ToolFlowResult<IconPrompt> run(ToolFlowEngine engine, IconBrief brief) {
        Progress progress = new Progress(terminal);
        ToolFlowResult<IconPrompt> result = engine.run(
                IconFlow.prompt(),
                brief,
                options.control().of(RunOptions.defaults()).listener(progress));
        progress.await();
        result.outputIfPresent().ifPresent(this::print);
        new Bill(List.of(result), options.control().maxCost()).lines().forEach(terminal::say);
        Failure.of(result).ifPresent(terminal::say);
        return result;
    }

    private void print(IconPrompt prompt) {
        if (options.json()) {
            terminal.printJson(PrettyJson.of(JsonType.plain(IconPrompt.class).write(prompt)));
        } else {
            prompt.prompt().lines().forEach(terminal::print);
        }
    }
}
