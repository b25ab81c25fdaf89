package dev.toolflow.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.tool.CallReceipt;
import dev.toolflow.tool.Rejection;
import dev.toolflow.tool.TokenUsage;
import dev.toolflow.tool.ToolCallException.Rejected;
import dev.toolflow.tool.ToolCallException.Transient;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatusTest {
    @Nested
    class A_status_that_would_come_again {

        @ParameterizedTest
        @CsvSource({
            "400, change the step's parameters",
            "401, set OPENAI_API_KEY to a valid key",
            "403, give the key's project access to the model gpt-5.4-mini",
            "404, 'check the model''s name, gpt-5.4-mini'",
            "422, change the step's parameters",
            "413, too large",
            "402, check the base URL",
            "418, check the base URL",
        })
        void is_rejected_with_a_remedy_and_costs_nothing(int status, String remedy) {
            Rejected rejected =
                    Calls.failure(Rejected.class, RawServer.json(status, error("some_code"), "x-request-id: req_9"));

            assertThat(rejected)
                    .hasMessageMatching("step 'palette': 127\\.0\\.0\\.1:\\d+ answered " + status
                            + " \\(code some_code, request id req_9\\); .*")
                    .hasMessageContaining(remedy);
            assertThat(rejected.receipt()).isEqualTo(new CallReceipt(null, "req_9", null, null, TokenUsage.none()));
        }

        @ParameterizedTest
        @ValueSource(strings = {"insufficient_quota", "billing_hard_limit_reached"})
        void is_rejected_when_there_is_no_credit_although_it_is_a_429(String code) {
            assertThat(Calls.failure(Rejected.class, RawServer.json(429, error(code))))
                    .hasMessageContaining("no credit");
        }

        @Test
        void is_rejected_when_moderation_stopped_it_and_says_so() {
            assertThat(Calls.failure(Rejected.class, RawServer.json(400, error("moderation_blocked"))))
                    .hasMessageContaining("moderation refused the request");
        }

        @ParameterizedTest
        @CsvSource({
            "400, some_code, INVALID_REQUEST",
            "413, some_code, INVALID_REQUEST",
            "422, some_code, INVALID_REQUEST",
            "401, invalid_api_key, UNAUTHORIZED",
            "403, some_code, FORBIDDEN",
            "404, model_not_found, NOT_FOUND",
            "404, some_code, NOT_FOUND",
            "403, model_not_found, NOT_FOUND",
            "429, insufficient_quota, NO_QUOTA",
            "400, billing_hard_limit_reached, NO_QUOTA",
            "400, moderation_blocked, MODERATION",
            "400, content_policy_violation, MODERATION",
            "400, content_filter, MODERATION",
            "400, invalid_prompt, MODERATION",
            "418, some_code, OTHER",
            "301, some_code, OTHER",
        })
        void says_why_by_its_code_and_else_by_its_number(int status, String code, Rejection reason) {
            assertThat(Calls.failure(Rejected.class, RawServer.json(status, error(code)))
                            .reason())
                    .isEqualTo(reason);
        }

        @ParameterizedTest
        @ValueSource(ints = {301, 302, 307, 308})
        void is_rejected_when_it_sends_elsewhere_and_the_key_does_not_follow(int status) {
            try (RawServer elsewhere = RawServer.answering(Calls.completion("{}"));
                    RawServer server = new RawServer(RawServer.json(status, "", "location: " + elsewhere.url()))) {
                assertThat(Calls.failure(server.url(), Calls.chat(), Rejected.class))
                        .hasMessageContaining("redirects are not followed");
                assertThat(elsewhere.connections()).isZero();
            }
        }
    }

    @Nested
    class A_status_that_may_pass {

        @ParameterizedTest
        @ValueSource(ints = {408, 409, 429, 500, 502, 503, 504, 529})
        void is_transient_after_one_request(int status) {
            try (RawServer server = new RawServer(RawServer.json(status, error("busy")))) {
                Transient passing = Calls.failure(server.url(), Calls.chat(), Transient.class);

                assertThat(passing.retryAfter()).isEmpty();
                assertThat(server.requests()).hasSize(1);
            }
        }

        @ParameterizedTest
        @ValueSource(ints = {503, 408, 429})
        void is_not_called_again_here_even_when_the_server_says_at_once(int status) {
            try (RawServer server = new RawServer(RawServer.json(status, "", "retry-after: 0"))) {
                Transient passing = Calls.failure(server.url(), Calls.image(), Transient.class);

                assertThat(passing.retryAfter()).contains(Duration.ZERO);
                assertThat(server.requests()).hasSize(1);
            }
        }

        @ParameterizedTest
        @CsvSource({
            "retry-after: 2, 2000",
            "retry-after: 1.5, 1500",
            "retry-after: 86400, 86400000",
            "retry-after-ms: 250, 250",
            "retry-after-ms: 9999999999, 9999999999",
            "'retry-after: Wed, 21 Oct 2015 07:28:00 GMT', 0",
        })
        void passes_on_how_long_to_wait(String header, long millis) {
            assertThat(Calls.failure(Transient.class, RawServer.json(429, "", header))
                            .retryAfter())
                    .contains(Duration.ofMillis(millis));
        }

        @Test
        void prefers_the_wait_in_milliseconds() {
            Transient passing =
                    Calls.failure(Transient.class, RawServer.json(429, "", "retry-after: 2", "retry-after-ms: 1200"));

            assertThat(passing.retryAfter()).contains(Duration.ofMillis(1200));
        }

        @Test
        void reads_a_date_as_a_wait_until_then() {
            String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                    ZonedDateTime.now(ZoneOffset.UTC).plusHours(1));

            assertThat(Calls.failure(Transient.class, RawServer.json(503, "", "retry-after: " + date))
                            .retryAfter()
                            .orElseThrow())
                    .isBetween(Duration.ofMinutes(50), Duration.ofMinutes(60));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "retry-after: 1000000000",
                    "retry-after: 99999999999999999999.5",
                    "retry-after-ms: 99999999999999999999",
                    "retry-after: Fri, 31 Dec 9999 23:59:59 GMT"
                })
        void has_a_wait_of_years_when_the_hint_is_very_long_and_not_none(String header) {
            assertThat(Calls.failure(Transient.class, RawServer.json(429, "", header))
                            .retryAfter())
                    .contains(Duration.ofSeconds(999_999_999));
        }

        @ParameterizedTest
        @ValueSource(strings = {"soon", "-1", "1e300", "1.", "NaN", ""})
        void has_no_wait_when_the_hint_is_none(String hint) {
            assertThat(Calls.failure(Transient.class, RawServer.json(429, "", "retry-after: " + hint))
                            .retryAfter())
                    .isEmpty();
        }
    }

    private static String error(String code) {
        return "{\"error\":{\"message\":\"echo " + Calls.KEY + "\",\"type\":\"t\",\"param\":null,\"code\":\"" + code
                + "\"}}";
    }
}
