package dev.toolflow.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Another JVM of the same JDK, to which one speaks in lines. It ends when this is closed. For one thread. */
final class OtherJvm implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 10;

    private final Process process;
    private final BufferedReader answers;
    private final Writer commands;

    private OtherJvm(Process process) {
        this.process = process;
        this.answers = process.inputReader(StandardCharsets.UTF_8);
        this.commands = process.outputWriter(StandardCharsets.UTF_8);
    }

    /**
     * Starts it.
     *
     * @param arguments of {@code java}
     * @param log where its error stream goes
     */
    static OtherJvm start(List<String> arguments, Path log) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(arguments);
        try {
            return new OtherJvm(new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + command, e);
        }
    }

    String readLine() {
        try {
            String line = answers.readLine();
            return line == null ? "failed the process ended" : line;
        } catch (IOException e) {
            throw new UncheckedIOException("a process does not answer", e);
        }
    }

    String ask(String command) {
        try {
            commands.write(command + "\n");
            commands.flush();
        } catch (IOException e) {
            return "failed the process ended: " + e.getMessage();
        }
        return readLine();
    }

    /** Waits until it has ended, and throws when that was not of itself and as it should. */
    void requireEnded(Path log) {
        closeWithin(PATIENCE_SECONDS);
        if (process.isAlive() || process.exitValue() != 0) {
            throw new IllegalStateException("a process failed; see " + log);
        }
    }

    @Override
    public void close() {
        closeWithin(PATIENCE_SECONDS);
    }

    /** Ends it, by force when it takes longer. */
    void closeWithin(int seconds) {
        try {
            commands.close();
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
