package dev.toolflow.examples;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The commands {@code runs …}, on runs that a store keeps. */
@Command(
        name = "runs",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        description = "Looks at runs that a store keeps, decides what they wait for, and goes on with them.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:it could not be done, or the run failed",
            "2:bad usage, or no such run",
            "3:the run waits for an answer",
            "4:another process works on the run"
        })
final class RunsCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    private RunsCommand() {}

    static CommandLine of(Shell shell) {
        return new CommandLine(new RunsCommand())
                .addSubcommand(new RunsListCommand(shell))
                .addSubcommand(new RunsShowCommand(shell))
                .addSubcommand(new RunsResumeCommand(shell))
                .addSubcommand(new RunsCancelCommand(shell))
                .addSubcommand(new RunsApproveCommand(shell))
                .addSubcommand(new RunsForkCommand(shell))
                .addSubcommand(new RunsExportCommand(shell))
                .addSubcommand(new RunsPurgeCommand(shell));
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "what about runs? list, show, resume, cancel, approve, fork, export or purge");
    }
}
