package dev.toolflow.examples;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.toolflow.testkit.FakeOpenAiServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs the program in this process, with an environment of its own and what it writes kept. */
final class Program {
    static final String KEY = "sk-test-0123456789";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Map<String, String> environment;
    private final Charset charset;
    private final Optional<String> answers;

    private Program(Map<String, String> environment, Charset charset, Optional<String> answers) {
        this.environment = environment;
        this.charset = charset;
        this.answers = answers;
    }

    static Program withoutEnvironment() {
        return with(Map.of());
    }

    static Program talkingTo(FakeOpenAiServer server) {
        return with(Map.of(
                "OPENAI_API_KEY", KEY, "OPENAI_BASE_URL", server.baseUrl().toString()));
    }

    static Program with(Map<String, String> environment) {
        return new Program(environment, StandardCharsets.UTF_8, Optional.empty());
    }

    Program inAscii() {
        return new Program(environment, StandardCharsets.US_ASCII, answers);
    }

    /** With a person at the terminal, who types this. */
    Program answering(String typed) {
        return new Program(environment, charset, Optional.of(typed));
    }

    Ended run(String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal =
                Terminal.of(new PrintStream(out, true, charset), new PrintStream(err, true, charset), charset);
        int exit = Main.run(
                args,
                environment,
                answers.map(typed -> terminal.with(new StringReader(typed))).orElse(terminal));
        return new Ended(exit, out.toString(StandardCharsets.UTF_8), err.toString(charset));
    }

    /** Runs it with its files in this directory. */
    Ended run(Path directory, String... args) {
        List<String> all = new ArrayList<>(List.of(args));
        all.addAll(List.of("--out", directory.toString()));
        return run(all.toArray(String[]::new));
    }

    /** Starts it as a process of its own, whose standard output is thrown away. */
    Process start(Path directory, String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(args));
        command.addAll(List.of("--out", directory.toString()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().remove("OPENAI_API_KEY");
        builder.environment().putAll(environment);
        return builder.start();
    }

    record Ended(int exit, String out, String err) {
        String both() {
            return out + err;
        }

        /** The lines of standard error. */
        List<String> said() {
            return err.lines().toList();
        }
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + text, e);
        }
    }

    static JsonNode result(Path directory) {
        return json(text(directory.resolve("result.json")));
    }
}
