package dev.toolflow.jdbc;

import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process of its own that runs a main class of the tests; killed at the latest when it is closed. */
final class ChildJvm implements AutoCloseable {
    private final Process process;
    private final BufferedReader out;

    private ChildJvm(Process process) {
        this.process = process;
        this.out = process.inputReader();
    }

    static ChildJvm of(Class<?> main, String... arguments) throws IOException {
        return of(ProcessBuilder.Redirect.DISCARD, main, arguments);
    }

    /** The same with its standard error kept. */
    static ChildJvm of(ProcessBuilder.Redirect errors, Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                // Nothing but what the program itself prints.
                "-Dlogback.statusListenerClass=ch.qos.logback.core.status.NopStatusListener",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        return new ChildJvm(new ProcessBuilder(command).redirectError(errors).start());
    }

    /** The next line that it prints; null when it has ended. */
    String line() throws IOException {
        return out.readLine();
    }

    /** All further lines, until it ends. */
    List<String> lines() throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = line(); line != null; line = line()) {
            lines.add(line);
        }
        return lines;
    }

    int exit() throws InterruptedException {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new AssertionError("the child has not ended");
        }
        return process.exitValue();
    }

    /** What it has printed by now and nobody has read. */
    List<String> printed() throws IOException {
        List<String> lines = new ArrayList<>();
        while (out.ready()) {
            lines.add(out.readLine());
        }
        return lines;
    }

    private void signal(String name) throws IOException, InterruptedException {
        int exit = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
        if (exit != 0 && process.isAlive()) {
            throw new AssertionError("the child takes no signal " + name);
        }
    }

    /** Stops it as it is, and returns when it stands still, or has ended before. */
    void pause() throws IOException, InterruptedException {
        signal("STOP");
        await().until(() -> !process.isAlive() || state().startsWith("T"));
    }

    /** Lets it go on. */
    void goOn() throws IOException, InterruptedException {
        signal("CONT");
    }

    private String state() throws IOException {
        Process ps = new ProcessBuilder("ps", "-o", "state=", "-p", String.valueOf(process.pid())).start();
        try (BufferedReader said = ps.inputReader()) {
            String state = said.readLine();
            return state == null ? "" : state.strip();
        }
    }

    /** As {@code kill -9} does; what it printed before can still be read. */
    void kill() {
        process.toHandle().destroyForcibly();
    }

    @Override
    public void close() throws IOException {
        kill();
        out.close();
    }
}
