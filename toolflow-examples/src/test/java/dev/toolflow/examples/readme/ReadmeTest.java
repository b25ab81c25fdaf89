package dev.toolflow.examples.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReadmeTest {
    private static final List<Path> SHOWN = List.of(Path.of("..", "README.md"), Path.of("..", "docs", "durable.md"));
    private static final Path SOURCES = Path.of("src", "test", "java", "dev", "toolflow", "examples", "readme");
    private static final Pattern JAVA_BLOCK = Pattern.compile("(?s)```java\\R(.*?)```");

    static List<String> regions() {
        return List.of(
                "flow",
                "run",
                "test",
                "each",
                "images",
                "keep",
                "control",
                "money",
                "tenants",
                "pictures",
                "durable",
                "go-on",
                "encrypted",
                "workers",
                "retention");
    }

    @ParameterizedTest
    @MethodSource("regions")
    void shows_the_code_that_is_compiled_here(String region) throws IOException {
        assertThat(javaBlocks()).contains(compiled(region));
    }

    @Test
    void shows_no_java_that_is_not_compiled_here() throws IOException {
        List<String> compiled = regions().stream().map(ReadmeTest::compiled).toList();
        assertThat(compiled).containsAll(javaBlocks());
    }

    private static List<String> javaBlocks() throws IOException {
        List<String> blocks = new ArrayList<>();
        for (Path page : SHOWN) {
            JAVA_BLOCK
                    .matcher(Files.readString(page))
                    .results()
                    .map(block -> block.group(1).strip())
                    .forEach(blocks::add);
        }
        return blocks;
    }

    private static String compiled(String region) {
        Pattern marked =
                Pattern.compile("(?s)// readme:begin " + region + "\\R(.*?)[ ]*// readme:end " + region + "\\R");
        try (Stream<Path> files = Files.list(SOURCES)) {
            for (Path file : files.toList()) {
                Matcher found = marked.matcher(Files.readString(file));
                if (found.find()) {
                    return found.group(1).stripTrailing().stripIndent();
                }
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        throw new AssertionError("no region " + region);
    }
}
