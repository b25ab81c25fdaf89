package dev.toolflow.examples;

import dev.toolflow.run.RunLeasedException;
import dev.toolflow.run.RunStoreException;
import dev.toolflow.store.ImageStoreException;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The program: {@code java -jar toolflow-examples.jar brand-kit}. Without a key and without a base URL in the environment it
 * talks to a fake server of its own, so that it works at once.
 */
@Command(
        name = Main.NAME,
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        description = "Runs example flows of ToolFlow and writes what they make, with a report, as files.",
        footerHeading = "%nEnvironment:%n",
        footer = {
            "  OPENAI_API_KEY   the key; without it and without a base URL a built-in fake server answers",
            "  OPENAI_BASE_URL  any OpenAI-compatible server, such as http://127.0.0.1:8080/v1",
            "  AWS_…            endpoint, region and credentials of an s3:// store, as the AWS tools have them"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:the flow failed, ran out of --max-cost or was declined; its report is written",
            "2:bad usage or bad input, or no such run",
            "3:the flow waits for an answer, and there is no terminal to ask on",
            "4:another process works on the run",
            "130:Ctrl-C"
        })
public final class Main implements Runnable {
    static final String NAME = "toolflow-examples";
    private static final int HELP_WIDTH = 100;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    private Main() {}

    /** Runs the program and ends the process with its exit code. */
    public static void main(String[] args) {
        System.exit(run(args, System.getenv(), Terminal.ofProcess()));
    }

    /** Runs the program within this process and returns its exit code. */
    static int run(String[] args, Map<String, String> environment, Terminal terminal) {
        Shell shell = new Shell(Map.copyOf(environment), terminal, Clock.system(ZoneId.systemDefault()));
        CommandLine program = new CommandLine(new Main())
                .addSubcommand(new BrandKitCommand(shell))
                .addSubcommand(new ColorThemeCommand(shell))
                .addSubcommand(new AvatarsCommand(shell))
                .addSubcommand(new IconsCommand(shell))
                .addSubcommand(new GalleryCommand(shell))
                .addSubcommand(RunsCommand.of(shell))
                .setExpandAtFiles(false)
                .setUsageHelpWidth(HELP_WIDTH)
                .setOut(terminal.outWriter())
                .setErr(terminal.errWriter())
                .setParameterExceptionHandler((e, arguments) -> badUsage(e, terminal))
                .setExecutionExceptionHandler((e, command, result) -> failed(e, terminal));
        return program.execute(args);
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "which example? avatars, icons, gallery, brand-kit or color-theme; or runs");
    }

    private static int badUsage(ParameterException e, Terminal terminal) {
        String command = e.getCommandLine().getCommandSpec().qualifiedName();
        terminal.say(NAME + ": " + e.getMessage() + suggestion(e) + "; see " + command + " --help");
        return ExitCode.BAD_INPUT;
    }

    private static String suggestion(ParameterException e) {
        return e instanceof UnmatchedArgumentException unmatched
                        && !unmatched.getSuggestions().isEmpty()
                ? " (did you mean " + unmatched.getSuggestions().get(0) + "?)"
                : "";
    }

    private static int failed(Exception e, Terminal terminal) throws Exception {
        if (e instanceof BadInputException) {
            terminal.say(NAME + ": " + e.getMessage());
            return ExitCode.BAD_INPUT;
        }
        if (e instanceof OutputDirectory.WriteFailedException || e instanceof ImageStoreException) {
            terminal.say(NAME + ": " + e.getMessage());
            return ExitCode.FAILED;
        }
        if (e instanceof RunStoreException) {
            terminal.say(NAME + ": " + e.getMessage());
            return e instanceof RunLeasedException ? ExitCode.LEASED : ExitCode.FAILED;
        }
        throw e;
    }
}
