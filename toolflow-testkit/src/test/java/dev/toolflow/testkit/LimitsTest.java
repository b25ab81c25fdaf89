package dev.toolflow.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class LimitsTest {
    private static final class HandClock extends Clock {
        private volatile Instant now = Instant.parse("2026-11-26T10:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("always UTC");
        }
    }

    private final HandClock clock = new HandClock();

    private static String header(HttpResponse<?> reply, String name) {
        return reply.headers().firstValue(name).orElse("");
    }

    @Nested
    class A_server_with_limits {
        @Test
        void counts_down_and_refuses_what_comes_beyond_until_the_minute_is_over() throws Exception {
            try (var server =
                    FakeOpenAiServer.builder().limits(2, 1_000_000).clock(clock).start()) {
                Client client = new Client(server);

                var first = client.post(Endpoint.CHAT_COMPLETIONS, Client.palette());
                clock.now = clock.now.plusSeconds(15);
                var second = client.post(Endpoint.CHAT_COMPLETIONS, Client.palette());
                var third = client.post(Endpoint.CHAT_COMPLETIONS, Client.palette());
                clock.now = clock.now.plusSeconds(45);
                var fourth = client.post(Endpoint.CHAT_COMPLETIONS, Client.palette());

                assertThat(header(first, "x-ratelimit-limit-requests")).isEqualTo("2");
                assertThat(header(first, "x-ratelimit-remaining-requests")).isEqualTo("1");
                assertThat(header(second, "x-ratelimit-remaining-requests")).isEqualTo("0");
                assertThat(header(second, "x-ratelimit-reset-requests")).isEqualTo("45000ms");
                assertThat(third.statusCode()).isEqualTo(429);
                assertThat(header(third, "retry-after-ms")).isEqualTo("45000");
                assertThat(fourth.statusCode()).isEqualTo(200);
                assertThat(server.ledger().calls()).hasSize(3);
            }
        }

        @Test
        void counts_tokens_as_it_bills_them() throws Exception {
            try (var server =
                    FakeOpenAiServer.builder().limits(100, 1).clock(clock).start()) {
                Client client = new Client(server);

                var first = client.post(Endpoint.CHAT_COMPLETIONS, Client.palette());
                var second = client.post(Endpoint.CHAT_COMPLETIONS, Client.palette());

                assertThat(header(first, "x-ratelimit-remaining-tokens")).isEqualTo("0");
                assertThat(header(first, "x-ratelimit-reset-tokens"))
                        .isEqualTo(Duration.ofMinutes(1).toMillis() + "ms");
                assertThat(second.statusCode()).isEqualTo(429);
            }
        }

        @Test
        void wants_some() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> FakeOpenAiServer.builder().limits(0, 1))
                    .withMessageContaining("limits: must be at least 1");
        }
    }
}
