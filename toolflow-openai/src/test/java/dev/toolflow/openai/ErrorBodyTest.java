package dev.toolflow.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.tool.ToolCallException.Rejected;
import dev.toolflow.tool.ToolCallException.Transient;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorBodyTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "<html>bad gateway</html>",
                "{\"error\":null}",
                "{\"error\":\"text\"}",
                "{\"error\":{\"code\":null,\"type\":null}}",
                "{\"error\":{\"code\":42.9,\"type\":7}}",
                "{\"error\":{\"code\":\"has spaces and more\"}}",
                "{\"error\":{\"co",
            })
    void that_says_nothing_leaves_the_status_to_decide(String body) {
        assertThat(Calls.failure(Rejected.class, RawServer.json(400, body))).hasMessageContaining(" answered 400; ");
        assertThat(Calls.failure(Transient.class, RawServer.json(429, body))).hasMessageContaining(" answered 429; ");
    }

    @Test
    void whose_code_is_a_number_tells_it_and_leaves_the_status_to_decide() {
        assertThat(Calls.failure(Rejected.class, RawServer.json(400, "{\"error\":{\"code\":429}}")))
                .hasMessageContaining(" answered 400 (code 429); ");
    }

    @Test
    void tells_type_and_parameter_where_there_is_no_code() {
        String body = "{\"error\":{\"type\":\"invalid_request_error\",\"param\":\"tools[0].function\",\"code\":null}}";

        assertThat(Calls.failure(Rejected.class, RawServer.json(400, body)))
                .hasMessageContaining("(type invalid_request_error, param tools[0].function)");
    }

    @Test
    void that_never_ends_is_cut() {
        String endless = "{\"x\":\"" + "y".repeat(1 << 20) + "\",\"error\":{\"code\":\"late\"}}";

        assertThat(Calls.failure(Rejected.class, RawServer.json(400, endless))).hasMessageNotContaining("late");
    }

    @Test
    void that_breaks_off_leaves_the_status_to_decide() {
        RawServer.Reaction broken = socket -> {
            RawServer.head(socket, 401, 500);
            return RawServer.reset().react(socket);
        };

        assertThat(Calls.failure(Rejected.class, broken)).hasMessageContaining("401");
    }

    @ParameterizedTest
    @CsvSource({
        "https://api.openai.com/v1, OpenAI",
        "https://eu.api.openai.com/v1, OpenAI",
        "https://gateway.example/team/v1, gateway.example",
        "http://127.0.0.1:8080/v1, 127.0.0.1:8080",
        "https://openai.com.example/v1, openai.com.example",
        "https://notopenai.com/v1, notopenai.com",
    })
    void is_told_of_the_server_that_gave_it(String url, String name) {
        assertThat(Address.server(HttpUrl.get(url))).isEqualTo(name);
    }

    @Test
    void that_a_server_has_no_such_call_names_the_base_url() {
        assertThat(Calls.failure(Transient.class, RawServer.json(501, "")))
                .hasMessageContaining("answered 501; the server does not have this call: set the base URL");
    }

    @Test
    void has_its_request_id_made_fit_for_a_log() {
        Rejected rejected =
                Calls.failure(Rejected.class, RawServer.json(400, "", "x-request-id: a b\u0007c" + "d".repeat(500)));

        assertThat(rejected.receipt().requestId()).startsWith("a?b?cddd").hasSize(128);
    }
}
