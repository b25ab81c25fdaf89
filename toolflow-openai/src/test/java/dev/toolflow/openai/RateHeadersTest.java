package dev.toolflow.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.toolflow.testkit.FakeOpenAiServer;
import dev.toolflow.testkit.Fault;
import dev.toolflow.tool.RateLimitStatus;
import dev.toolflow.tool.RateLimitStatus.Allowance;
import dev.toolflow.tool.ToolCallException;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RateHeadersTest {
    @Nested
    class A_reset {
        @ParameterizedTest
        @CsvSource({
            "1s, PT1S",
            "6m0s, PT6M",
            "17ms, PT0.017S",
            "1h2m3.5s, PT1H2M3.5S",
            "0s, PT0S",
            "2m59.56s, PT2M59.56S",
            "1.5ms, PT0.0015S",
            "1s20ms, PT1.02S",
            "24h0m0s, PT24H"
        })
        void is_read_as_it_is_written(String text, Duration span) {
            assertThat(RateHeaders.span(text)).isEqualTo(span);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    " ",
                    "soon",
                    "1",
                    "-1s",
                    "1 s",
                    "s",
                    "1s1m",
                    "1e3s",
                    "1.s",
                    ".5s",
                    "9999999999s",
                    "1sx",
                    "١s"
                })
        void that_is_nonsense_counts_as_not_said(String text) {
            assertThat(RateHeaders.span(text)).isNull();
        }
    }

    @Nested
    class What_the_provider_says {
        @Test
        void is_told_of_an_answer() {
            try (var server = FakeOpenAiServer.start();
                    var context = new Calls.Context()) {
                server.next(Fault.none()
                        .header("x-ratelimit-limit-requests", "60")
                        .header("x-ratelimit-remaining-requests", "0")
                        .header("x-ratelimit-reset-requests", "1m0s")
                        .header("x-ratelimit-limit-tokens", "many")
                        .header("x-ratelimit-remaining-tokens", "149984")
                        .header("x-ratelimit-reset-tokens", "later"));
                try (var service = Calls.service(server.baseUrl())) {
                    service.executeToolCall(Calls.chat(), context);
                }

                assertThat(context.limits())
                        .containsExactly(new RateLimitStatus(
                                Allowance.unknown().limit(60).remaining(0).reset(Duration.ofMinutes(1)),
                                Allowance.unknown().remaining(149_984)));
            }
        }

        @Test
        void is_told_of_a_refusal_too() {
            try (var server = FakeOpenAiServer.start();
                    var context = new Calls.Context()) {
                server.next(Fault.status(503)
                        .header("x-ratelimit-remaining-tokens", "0")
                        .header("x-ratelimit-reset-tokens", "20s"));
                try (var service = Calls.service(server.baseUrl())) {
                    assertThat(catchThrowable(() -> service.executeToolCall(Calls.chat(), context)))
                            .isInstanceOf(ToolCallException.Transient.class);
                }

                assertThat(context.limits()).singleElement().satisfies(status -> {
                    assertThat(status.tokens().remaining()).hasValue(0);
                    assertThat(status.tokens().reset()).contains(Duration.ofSeconds(20));
                });
            }
        }
    }
}
