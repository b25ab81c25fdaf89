package dev.toolflow.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The versions that stand on the contenders' class paths, read from the names of the jars. */
final class Versions {
    private static final Map<String, String> JARS = Map.of(
            "openai-java", "openai-java-core",
            "toolflow", "toolflow-core",
            "langchain4j", "langchain4j-open-ai",
            "spring-ai", "spring-ai-openai");

    private Versions() {}

    static String of(Layout layout) {
        return Contender.ALL.stream()
                .filter(contender -> JARS.containsKey(contender.name()))
                .map(contender -> contender.name() + " "
                        + version(
                                layout.built().resolve("contenders").resolve(contender.name()),
                                JARS.getOrDefault(contender.name(), contender.name())))
                .collect(Collectors.joining(", "));
    }

    /** Those of chats and flows. */
    static String ofChats(Layout layout) {
        return of(
                layout,
                "toolflow/toolflow-core",
                "openai-java/openai-java-core",
                "langchain4j/langchain4j",
                "langchain4j/langchain4j-agentic",
                "langchain4j/langgraph4j-core",
                "spring-ai/spring-ai-client-chat");
    }

    /** That of the engine alone. */
    static String ofEngine(Layout layout) {
        return of(layout, "toolflow/toolflow-core");
    }

    /** Those of durable runs. */
    static String ofDurable(Layout layout) {
        return of(
                layout,
                "durable/toolflow-jdbc",
                "durable/sqlite-jdbc",
                "durable/postgresql",
                "durable/HikariCP",
                "dbos/transact",
                "temporal/temporal-sdk");
    }

    private static String of(Layout layout, String... jars) {
        Path contenders = layout.built().resolve("contenders");
        return Stream.of(jars)
                .map(contenders::resolve)
                .map(jar ->
                        jar.getFileName() + " " + version(jar.resolveSibling(""), String.valueOf(jar.getFileName())))
                .collect(Collectors.joining(", "));
    }

    private static String version(Path classPath, String jar) {
        try (Stream<Path> files = Files.list(classPath)) {
            List<String> versions = files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.matches(jar + "-[0-9].*\\.jar"))
                    .map(name -> name.substring(jar.length() + 1, name.length() - ".jar".length()))
                    .toList();
            return versions.isEmpty() ? "?" : versions.get(0);
        } catch (IOException e) {
            throw new UncheckedIOException("build the contenders first: " + classPath, e);
        }
    }
}
