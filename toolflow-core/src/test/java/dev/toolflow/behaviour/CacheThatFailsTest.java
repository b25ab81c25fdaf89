package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.CachedRuns.CACHED;
import static dev.toolflow.behaviour.Lines.CALM;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.WRITE;
import static dev.toolflow.behaviour.Lines.flowOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.cache.ResultCache;
import dev.toolflow.testing.MockOpenAiToolService;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class CacheThatFailsTest {
    private final CachedRuns cached = new CachedRuns();
    private final MockOpenAiToolService mock = cached.mock;

    static Stream<Consumer<String>> faults() {
        return Stream.of(
                text -> {
                    throw new IllegalStateException(text);
                },
                text -> {
                    throw new AssertionError(text);
                },
                text -> {
                    throw new OutOfMemoryError(text);
                });
    }

    private static ResultCache throwing(Consumer<String> fault) {
        return new ResultCache() {
            @Override
            public Optional<String> find(String key) {
                fault.accept("SECRET output");
                return Optional.empty();
            }

            @Override
            public void put(String key, String entry) {
                fault.accept(entry);
            }
        };
    }

    @ParameterizedTest
    @MethodSource("faults")
    void harms_no_run_and_is_told_in_the_log_without_what_it_says(Consumer<String> fault) {
        mock.on(WRITE).reply(CALM);
        try (var log = CapturedLog.of("dev.toolflow.RecalledResult")) {
            try (var engine = cached.engine(builder -> builder.resultCache(throwing(fault)))) {
                assertThat(engine.run(flowOf(CACHED), TEA).output()).isEqualTo(CALM);
            }

            assertThat(log.lines())
                    .filteredOn(line -> line.contains("step=write_line"))
                    .hasSize(2)
                    .allSatisfy(line -> assertThat(line).contains("java.lang.").doesNotContain("SECRET", CALM.text()));
        }
    }

    @Test
    void by_having_nonsense_harms_no_run() {
        mock.on(WRITE).reply(CALM, CALM);
        ResultCache nonsense = new ResultCache() {
            @Override
            public Optional<String> find(String key) {
                return Optional.of("{\"output\":\"{}\",\"issues\":[],\"score\":null}");
            }

            @Override
            public void put(String key, String entry) {}
        };
        try (var engine = cached.engine(builder -> builder.resultCache(nonsense))) {
            assertThat(engine.run(flowOf(CACHED), TEA).output()).isEqualTo(CALM);
        }
    }
}
