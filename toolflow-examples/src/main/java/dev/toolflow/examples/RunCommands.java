package dev.toolflow.examples;

import dev.toolflow.examples.runs.RunPage;
import dev.toolflow.run.RunRecord;

/**
 * The command lines that go on with a kept run. Immutable.
 *
 * @param run the run
 * @param store where it is kept
 */
record RunCommands(RunRecord run, RunStoreAddress store) implements RunPage.Commands {

    @Override
    public String answer(String approvalId) {
        return command("approve") + " " + approvalId + " true" + at() + "; in place of true, any answer as JSON";
    }

    /** Only flows of this program can be gone on with by it. */
    @Override
    public String goOn() {
        return run.flow().equals(BrandKitCommand.NAME)
                ? command("resume") + at()
                : "the program that began it has flow '" + run.flow() + "', and goes on with run " + run.id();
    }

    private String command(String name) {
        return Main.NAME + " runs " + name + " " + run.id();
    }

    private String at() {
        return " --store " + store;
    }
}
