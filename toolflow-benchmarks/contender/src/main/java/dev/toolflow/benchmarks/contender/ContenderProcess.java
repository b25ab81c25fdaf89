package dev.toolflow.benchmarks.contender;

import java.io.BufferedReader;
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
 * &lt;kind&gt; &lt;count&gt; &lt;what&gt;
 * ok times=&lt;ns,…&gt; cpu=&lt;ns&gt; allocated=&lt;bytes&gt; live=&lt;bytes&gt; threads=&lt;count&gt; peak=&lt;count&gt;
 * failed &lt;what was thrown&gt;
 * </pre>
 *
 * Sums are over all calls of the command.
 */
public final class ContenderProcess {
    private static final int LONGEST_MESSAGE = 300;

    private ContenderProcess() {}

    /** Runs a contender that makes images until its input ends; the arguments are the base URL and a directory. */
    public static void run(String[] arguments, ImageClients clients) throws Exception {
        Path directory = Files.createDirectories(Path.of(arguments[1]));
        PrintStream answers = takeOutput();
        obey(new ImageCommands(clients.open(arguments[0], directory), directory), answers);
    }

    /** Runs a contender that chats until its input ends; the first argument is the base URL. */
    public static void run(String[] arguments, ChatClients clients) throws Exception {
        PrintStream answers = takeOutput();
        obey(new ChatCommands(clients.open(arguments[0])), answers);
    }

    /** What libraries print must not get between the answers. */
    private static PrintStream takeOutput() {
        PrintStream answers = System.out;
        System.setOut(System.err);
        return answers;
    }

    private static void obey(Commands known, PrintStream answers) throws Exception {
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String command = commands.readLine(); command != null; command = commands.readLine()) {
            answers.println(answer(known, command));
        }
        // Threads of a peer that are no daemons must not keep the process.
        System.exit(0);
    }

    private static String answer(Commands known, String command) throws Exception {
        String[] words = command.split(" ", 3);
        try {
            return "ok " + known.obey(words[0], Integer.parseInt(words[1]), words[2]);
        } catch (Exception | LinkageError | OutOfMemoryError e) {
            return "failed " + chain(e);
        } finally {
            known.clear();
        }
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
