package dev.toolflow.benchmarks.durable;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Another JVM with the same class path and options.
 *
 * @param process it
 * @param lines what it says
 */
record Child(Process process, BufferedReader lines) implements AutoCloseable {

    static Child of(Class<?> main, String... arguments) throws IOException {
        return of(System.getProperty("java.class.path"), main.getName(), arguments);
    }

    /** One with another class path. */
    static Child of(String classPath, String main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", classPath, main));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return new Child(
                process, new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)));
    }

    /** Says something and waits for the answer. */
    String ask(String line) throws IOException {
        process.outputWriter(StandardCharsets.UTF_8).append(line).append('\n').flush();
        String answer = lines.readLine();
        if (answer == null) {
            throw new IllegalStateException("a process ended too early");
        }
        return answer;
    }

    /** Waits until it says something. */
    void awaitLine() throws IOException {
        if (lines.readLine() == null) {
            throw new IllegalStateException("a process ended too early");
        }
    }

    /** Waits until it says something, then kills it; tells when that was, as {@link System#nanoTime()} counts. */
    long killedInTheMiddle() throws IOException {
        awaitLine();
        return kill();
    }

    /** SIGKILL, where the system has signals. */
    long kill() {
        long now = System.nanoTime();
        process.destroyForcibly();
        return now;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
