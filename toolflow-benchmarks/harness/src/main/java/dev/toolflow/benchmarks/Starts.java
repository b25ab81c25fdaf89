package dev.toolflow.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How long it takes from the start of a JVM to the first typed result, again and again in new processes; as the JDK comes, and
 * with a cache that a training run left: of JDK 25 on an AOT cache, before it an archive of class data.
 */
final class Starts {
    private static final int HAS_AOT_CACHE = 25;
    private static final int TRAINING_STEPS = 100;
    private static final int PATIENCE_SECONDS = 120;

    private final Layout layout;
    private final Server server;
    private final int rounds;
    private final List<Contender> contenders;
    private long nextOrder = 1;

    Starts(Layout layout, Server server, int rounds, String only) {
        this.layout = layout;
        this.server = server;
        this.rounds = rounds;
        this.contenders = Contender.among(Contender.STEPS, only);
    }

    /** Without a cache. */
    Results plain() {
        Results results = new Results("from the start to the first typed result", 1);
        inTurn(results, contender -> "-Xshare:auto");
        return results;
    }

    /** With the contenders' caches, which are made first. */
    Results cached() {
        Results results = new Results("the same with " + cacheName(), 1);
        contenders.forEach(contender -> train(contender, results));
        inTurn(results, contender -> option("-XX:AOTCache=", "-XX:SharedArchiveFile=", contender));
        return results;
    }

    /** What the cache is called on this JDK. */
    static String cacheName() {
        return aot() ? "an AOT cache" : "an archive of class data";
    }

    private void train(Contender contender, Results results) {
        OtherJvm process = start(contender, option("-XX:AOTCacheOutput=", "-XX:ArchiveClassesAtExit=", contender));
        Answer answer = Answer.parse(process.ask("step " + TRAINING_STEPS + " " + nextOrder));
        nextOrder += TRAINING_STEPS;
        process.closeWithin(PATIENCE_SECONDS);
        if (answer instanceof Answer.Failed) {
            results.add(contender, answer);
        }
    }

    private void inTurn(Results results, java.util.function.Function<Contender, String> option) {
        for (int round = 0; round < rounds; round++) {
            for (Contender contender : contenders) {
                if (!results.failures().containsKey(contender.name())) {
                    results.add(contender, first(contender, option.apply(contender)));
                }
            }
        }
    }

    private Answer first(Contender contender, String option) {
        long began = System.nanoTime();
        try (OtherJvm process = start(contender, option)) {
            Answer answer = Answer.parse(process.ask("first 1 " + nextOrder++));
            long took = System.nanoTime() - began;
            return answer instanceof Answer.Done ? new Answer.Done(List.of(took), 0, 0, 0, 0, 0, Double.NaN) : answer;
        }
    }

    private OtherJvm start(Contender contender, String option) {
        List<String> arguments = new ArrayList<>(List.of("-Xmx1g", option));
        if (aot()) {
            // What it says about the cache must not get between the answers.
            arguments.addAll(List.of("-Xlog:disable", "-Xlog:all=warning:stderr"));
        }
        arguments.addAll(List.of("-cp", jars(contender), contender.main(), server.baseUrl()));
        return OtherJvm.start(arguments, layout.log(contender.name()));
    }

    /** Each jar by its name and always in the same order: a cache belongs to one class path. */
    private String jars(Contender contender) {
        try (Stream<Path> jars = Files.list(layout.built().resolve("contenders").resolve(contender.classPath()))) {
            return jars.map(Path::toString).sorted().collect(Collectors.joining(java.io.File.pathSeparator));
        } catch (IOException e) {
            throw new UncheckedIOException("build the contenders first", e);
        }
    }

    private String option(String aot, String archive, Contender contender) {
        return (aot() ? aot : archive) + layout.temporary().resolve(contender.main() + (aot() ? ".aot" : ".jsa"));
    }

    private static boolean aot() {
        return Runtime.version().feature() >= HAS_AOT_CACHE;
    }
}
