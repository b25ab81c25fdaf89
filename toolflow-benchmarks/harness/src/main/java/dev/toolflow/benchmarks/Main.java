package dev.toolflow.benchmarks;

import dev.toolflow.benchmarks.Workload.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The command line: {@code images} runs all workloads about images, or those whose title has a text, and writes the report;
 * {@code engine} runs many flows at once in a heap of 256 MiB, and prints how long they took; {@code durable} measures what it
 * costs to keep runs; those of {@link Chats} are about chats and flows; {@code all} does everything.
 */
public final class Main {
    private static final Path MEMORY = Path.of("/dev/shm");
    private static final List<String> WITHOUT_SYNC = List.of("jdk", "openai-java", "toolflow");

    private static final List<String> COMMANDS = Stream.concat(
                    Stream.of("images", "engine", "durable"), Chats.COMMANDS.stream())
            .toList();

    private static final String USAGE = """
            usage: images [--quick] [--only=<part of a title>] [directory of the report]
                   chat | flows | crowd | start | jars | growth [--quick] [--only=<part of a contender's name>] [directory of the report]
                   durable [--quick] [directory of the report]
                   engine [--flows=10000] [--rounds=3] [directory of the report]
                   all [--quick] [directory of the reports]""";

    private final Layout layout;
    private final Effort effort;
    private final List<Workload> workloads;
    private final Path directory;
    private final Report report;
    private final Server server;

    private Main(Layout layout, Effort effort, List<Workload> workloads, Path directory) {
        this.layout = layout;
        this.effort = effort;
        this.workloads = workloads;
        this.directory = directory;
        this.report = new Report(layout, effort);
        this.server = Server.start(layout);
    }

    /**
     * Runs the command that is named, or all of them; what failed is said at the end, which is 1 then. Reports go to {@code
     * docs/benchmarks} unless the last word says where.
     */
    public static void main(String[] arguments) {
        List<String> words = Arrays.asList(arguments);
        List<String> commands = words.contains("all")
                ? COMMANDS
                : COMMANDS.stream().filter(words::contains).toList();
        if (commands.isEmpty()) {
            System.err.println(USAGE);
            System.exit(2);
        }
        List<String> failures = new ArrayList<>();
        for (String command : commands) {
            attempt(command, words, failures);
        }
        failures.forEach(System.err::println);
        System.exit(failures.isEmpty() ? 0 : 1);
    }

    /** What fails must not keep the other commands from being run. */
    private static void attempt(String command, List<String> words, List<String> failures) {
        long began = System.nanoTime();
        try {
            run(command, words);
        } catch (IOException | RuntimeException e) {
            e.printStackTrace();
            failures.add(command + " failed: " + e.getMessage());
        }
        System.out.printf(Locale.ROOT, "%s took %.0f s%n", command, (System.nanoTime() - began) / 1e9);
    }

    private static void run(String command, List<String> words) throws IOException {
        boolean quick = words.contains("--quick");
        switch (command) {
            case "images" ->
                new Main(Layout.standard(), quick ? Effort.QUICK : Effort.STANDARD, workloads(words), directory(words))
                        .images();
            case "engine" -> Rush.of(words).run(Layout.standard(), directory(words));
            case "durable" -> new Durable(Layout.standard(), Durable.Effort.of(words)).run(directory(words));
            default -> new Chats(Layout.standard(), quick, only(words), directory(words)).run(command);
        }
    }

    private static Path directory(List<String> words) {
        return words.stream()
                .filter(word -> !COMMANDS.contains(word) && !word.equals("all") && !word.startsWith("--"))
                .map(Path::of)
                .findFirst()
                .orElse(Path.of("docs", "benchmarks"));
    }

    private static List<Workload> workloads(List<String> words) {
        return Workload.IMAGES.stream()
                .filter(workload -> workload.title().contains(only(words)))
                .toList();
    }

    private static String only(List<String> words) {
        return words.stream()
                .filter(word -> word.startsWith("--only="))
                .map(word -> word.substring("--only=".length()))
                .findFirst()
                .orElse("");
    }

    private void images() throws IOException {
        try (server) {
            report.place(Report.DISK);
            for (Workload workload : workloads) {
                run(Report.DISK, layout, workload, Contender.ALL);
            }
            if (Files.isWritable(MEMORY)) {
                inMemory();
            }
        }
    }

    /** The same without a disk, so that one sees what it costs to be safe. */
    private void inMemory() throws IOException {
        report.place("a file system in memory");
        Layout memory = layout.in(Files.createTempDirectory(MEMORY, "toolflow-benchmarks-"));
        List<Contender> few = Contender.ALL.stream()
                .filter(contender -> WITHOUT_SYNC.contains(contender.name()))
                .toList();
        for (Workload workload : workloads) {
            if (workload.task() == Task.GENERATE) {
                run("memory", memory, workload, few);
            }
        }
    }

    private void run(String place, Layout where, Workload workload, List<Contender> contenders) throws IOException {
        System.out.println(place + ": " + workload.title());
        server.serve(workload.mebibytes(), workload.framing());
        long ceiling = workload.task() == Task.GENERATE ? server.ceiling() : 0;
        try (Contest contest = new Contest(where, server, workload)) {
            System.out.println(report.add(place, contest.run(contenders, effort), ceiling));
        }
        report.write(directory);
    }
}
