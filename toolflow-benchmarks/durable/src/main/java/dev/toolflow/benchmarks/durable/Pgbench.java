package dev.toolflow.benchmarks.durable;

import dev.toolflow.benchmarks.contender.Row;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * PostgreSQL's own benchmark, where the system has it: what this server can do when nobody but it asks.
 *
 * @param port the server's
 * @param database a database of its own
 * @param seconds how long
 */
record Pgbench(int port, String database, int seconds) {
    /** As many as a store has connections at work. */
    private static final int CLIENTS = 10;

    private static final String TABLE = "CREATE TABLE IF NOT EXISTS inserted (n bigint, t text)";
    private static final String INSERT = "INSERT INTO inserted VALUES (1, repeat('x', 300));\n";
    private static final Pattern TPS = Pattern.compile("tps = ([0-9.]+)");
    private static final Pattern LATENCY = Pattern.compile("latency average = ([0-9.]+) ms");

    static boolean isThere() {
        try {
            return new ProcessBuilder("pgbench", "--version")
                            .redirectErrorStream(true)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            // Not installed.
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Fills its tables, about 150 MB. */
    void prepare() {
        run("-i", "-q", "-s", "10");
        run("psql", List.of("-c", TABLE));
    }

    /** An update, a select and an insert in each transaction; and one insert in each. */
    void measure(int round) throws IOException {
        print(run("-n", "-N", "-M", "prepared", "-c", "" + CLIENTS, "-j", "2", "-T", "" + seconds), "-N", round);
        Path script = Files.writeString(Files.createTempFile("insert", ".sql"), INSERT);
        print(
                run("-n", "-f", script.toString(), "-M", "prepared", "-c", "" + CLIENTS, "-j", "2", "-T", "" + seconds),
                "of one insert",
                round);
        Files.delete(script);
    }

    private static void print(String said, String what, int round) {
        String subject = "pgbench " + what + " (average)";
        double unknown = Double.NaN;
        new Row(subject, CLIENTS, found(TPS, said), found(LATENCY, said), unknown, unknown, unknown).print(round);
    }

    private static double found(Pattern pattern, String said) {
        Matcher found = pattern.matcher(said);
        if (!found.find()) {
            throw new IllegalStateException("pgbench said something unexpected: " + said);
        }
        return Double.parseDouble(found.group(1));
    }

    private String run(String... arguments) {
        return run("pgbench", List.of(arguments));
    }

    private String run(String program, List<String> arguments) {
        List<String> command =
                new ArrayList<>(List.of(program, "-h", "localhost", "-p", String.valueOf(port), "-U", "postgres"));
        command.addAll(arguments);
        command.add(database);
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(program + " failed: " + said);
            }
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(program + " cannot be run", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
