package dev.toolflow.benchmarks.contender;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/**
 * The loop of a contender's process. It reads commands from its standard input, a line each, and answers each with a line:
 *
 * <pre>
 * generate 5 &lt;sha256&gt;    stream 5 &lt;sha256&gt;    edit 5 &lt;file&gt;    burst 32 &lt;sha256&gt;
 * ok times=&lt;ns,…&gt; cpu=&lt;ns&gt; allocated=&lt;bytes&gt; live=&lt;bytes&gt; threads=&lt;count&gt;
 * failed &lt;what was thrown&gt;
 * </pre>
 *
 * Sums are over all calls of the command. Checking what came and clearing up are not measured.
 */
public final class ContenderProcess {
    private static final int LONGEST_MESSAGE = 300;

    private final ImageClient client;
    private final Path directory;

    private ContenderProcess(ImageClient client, Path directory) {
        this.client = client;
        this.directory = directory;
    }

    /** Runs a contender until its input ends; the arguments are the base URL and a directory. */
    public static void run(String[] arguments, ImageClients clients) throws Exception {
        Path directory = Files.createDirectories(Path.of(arguments[1]));
        PrintStream answers = System.out;
        System.setOut(System.err);
        ContenderProcess process = new ContenderProcess(clients.open(arguments[0], directory), directory);
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String command = commands.readLine(); command != null; command = commands.readLine()) {
            answers.println(process.answer(command));
        }
        // Threads of a peer that are no daemons must not keep the process.
        System.exit(0);
    }

    private String answer(String command) throws IOException {
        String[] words = command.split(" ", 3);
        int count = Integer.parseInt(words[1]);
        try {
            Readings readings =
                    words[0].equals("burst") ? Burst.of(client, count, words[2]) : oneByOne(words[0], count, words[2]);
            return "ok " + readings + " live=" + Meter.liveHeap() + " threads=" + Meter.threads();
        } catch (Exception | OutOfMemoryError e) {
            return "failed " + chain(e);
        } finally {
            Leftovers.deleteIn(directory);
        }
    }

    private Readings oneByOne(String kind, int count, String what) throws Exception {
        Readings readings = new Readings();
        for (int i = 0; i < count; i++) {
            Meter meter = new Meter();
            Path file = call(kind, what);
            readings.add(meter.read());
            if (file != null) {
                PictureCheck.require(file, what);
            }
            Leftovers.deleteIn(directory);
        }
        return readings;
    }

    private @org.jspecify.annotations.Nullable Path call(String kind, String what) throws Exception {
        switch (kind) {
            case "generate" -> {
                return client.generate();
            }
            case "stream" -> {
                return client.stream();
            }
            case "edit" -> client.edit(Path.of(what));
            default -> throw new IllegalArgumentException("no such command: " + kind);
        }
        return null;
    }

    private static String chain(Throwable thrown) {
        String all = java.util.stream.Stream.iterate(thrown, t -> t != null, Throwable::getCause)
                .map(t -> t.getClass().getSimpleName() + ": " + t.getMessage())
                .distinct()
                .collect(Collectors.joining(" <- "))
                .replaceAll("\\s+", " ");
        return all.length() <= LONGEST_MESSAGE ? all : all.substring(0, LONGEST_MESSAGE) + "…";
    }
}
