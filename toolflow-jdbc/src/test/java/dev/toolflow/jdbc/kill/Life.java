package dev.toolflow.jdbc.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One process of {@link Worker}, from its start to its end. */
final class Life {
    private static final int KILLED = 128 + 9;

    private final List<String> events = new ArrayList<>();
    private final Process process;
    private final Path errors;

    private Life(Process process, Path errors) {
        this.process = process;
        this.errors = errors;
    }

    /**
     * Lets a worker live to its end.
     *
     * @param arguments what its main is given
     * @param after it is killed once it has told so many events; at most {@link Integer#MAX_VALUE}
     * @param errors takes its standard error
     */
    static Life of(List<String> arguments, int after, Path errors) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-Dlogback.statusListenerClass=ch.qos.logback.core.status.NopStatusListener",
                "-cp",
                System.getProperty("java.class.path"),
                Worker.class.getName()));
        command.addAll(arguments);
        Process process =
                new ProcessBuilder(command).redirectError(errors.toFile()).start();
        Life life = new Life(process, errors);
        life.listen(after);
        return life;
    }

    private void listen(int after) throws IOException, InterruptedException {
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (WorkerEvents.isOne(line)) {
                    events.add(line);
                }
                if (events.size() == after) {
                    // Not by the process itself, which would close what is left to read.
                    process.toHandle().destroyForcibly();
                }
            }
        } finally {
            process.destroyForcibly();
        }
        process.waitFor();
        assertThat(isDone() || process.exitValue() == KILLED)
                .as(() -> "a worker ended by itself with " + process.exitValue() + ": " + said())
                .isTrue();
    }

    private String said() {
        try {
            return Files.readString(errors);
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** Whether it did all that it had to do. */
    boolean isDone() {
        return events.stream().anyMatch(line -> line.startsWith(WorkerEvents.DONE));
    }

    /** What it told, in that order. */
    List<String> events() {
        return events;
    }
}
