package dev.toolflow.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.toolflow.tool.ModelDefaults;
import dev.toolflow.tool.Secret;
import java.io.IOException;
import java.io.Serializable;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    @Nested
    class A_builder {

        @Test
        void needs_a_key_or_a_base_url_and_says_what_to_set() {
            assertThatThrownBy(() -> DefaultOpenAiToolService.builder().build())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("OPENAI_API_KEY")
                    .hasMessageContaining("OPENAI_BASE_URL");
        }

        @Test
        void with_a_key_alone_calls_openai() {
            try (DefaultOpenAiToolService service =
                    DefaultOpenAiToolService.builder().apiKey(Calls.KEY).build()) {
                assertThat(service.baseUrl()).isEqualTo(URI.create("https://api.openai.com/v1"));
                assertThat(service.models()).isEqualTo(ModelDefaults.standard());
                assertThat(service.toString()).contains("api.openai.com").doesNotContain(Calls.KEY);
            }
        }

        static Stream<Arguments> wrong() {
            return Stream.of(
                    wrong("apiKey", builder -> builder.apiKey("")),
                    wrong("apiKey", builder -> builder.apiKey("sk-SECRET\r\nX-Evil: 1")),
                    wrong("apiKey", builder -> builder.apiKey("sk-SECRÉT")),
                    wrong("organization", builder -> builder.organization("a b")),
                    wrong("project", builder -> builder.project(" ")),
                    wrong("baseUrl", builder -> builder.baseUrl("ftp://SECRET.example/v1")),
                    wrong("baseUrl", builder -> builder.baseUrl("api.openai.com/v1")),
                    wrong("baseUrl", builder -> builder.baseUrl("http://u:SECRET@host/v1")),
                    wrong("baseUrl", builder -> builder.baseUrl("http://host/v1?key=SECRET")),
                    wrong("baseUrl", builder -> builder.baseUrl("http://SECRET host/v1")),
                    wrong("baseUrl", builder -> builder.baseUrl("https:///v1")),
                    wrong("baseUrl", builder -> builder.baseUrl("http://h:99999/v1")),
                    wrong("baseUrl", builder -> builder.baseUrl("")),
                    wrong("callsInFlight", builder -> builder.callsInFlight(0)),
                    wrong("connectTimeout", builder -> builder.connectTimeout(Duration.ZERO)),
                    wrong("connectTimeout", builder -> builder.connectTimeout(Duration.ofDays(400))));
        }

        @ParameterizedTest
        @MethodSource("wrong")
        void names_the_field_that_is_wrong_and_repeats_no_secret(
                String field, UnaryOperator<DefaultOpenAiToolService.Builder> change) {
            DefaultOpenAiToolService.Builder builder =
                    change.apply(DefaultOpenAiToolService.builder().baseUrl("http://127.0.0.1/v1"));

            assertThatThrownBy(builder::build)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith(field + ": ")
                    .hasMessageNotContaining("SECRET");
        }

        @ParameterizedTest
        @ValueSource(strings = {"http://h:1/v1", "http://h:1/v1/", " http://h:1/v1// "})
        void tolerates_a_slash_at_the_end_of_the_base_url(String url) {
            try (DefaultOpenAiToolService service =
                    DefaultOpenAiToolService.builder().baseUrl(url).build()) {
                assertThat(service.baseUrl()).isEqualTo(URI.create("http://h:1/v1"));
            }
        }

        private static Arguments wrong(String field, UnaryOperator<DefaultOpenAiToolService.Builder> change) {
            return Arguments.of(field, change);
        }
    }

    @Nested
    class The_environment {

        @TempDir
        Path directory;

        @Test
        void names_server_and_models() {
            Map<String, String> variables = Map.of(
                    "OPENAI_BASE_URL",
                    " http://h:1/v1 ",
                    "OPENAI_CHAT_MODEL",
                    "chat-1",
                    "OPENAI_IMAGE_MODEL",
                    "image-1");

            try (DefaultOpenAiToolService service = DefaultOpenAiToolService.of(new Environment(variables))) {
                assertThat(service.baseUrl()).isEqualTo(URI.create("http://h:1/v1"));
                assertThat(service.models()).isEqualTo(new ModelDefaults("chat-1", "image-1"));
            }
        }

        @Test
        void without_key_and_server_is_refused_and_blank_counts_as_without() {
            assertThatThrownBy(() -> DefaultOpenAiToolService.of(
                            new Environment(Map.of("OPENAI_API_KEY", " ", "OPENAI_BASE_URL", ""))))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("OPENAI_API_KEY");
        }

        @Test
        void wins_over_a_dot_env_file_that_fills_its_gaps() throws IOException {
            Path file = Files.writeString(
                    directory.resolve("settings.env"),
                    "# local\nOPENAI_BASE_URL=http://file:1/v1\nOPENAI_CHAT_MODEL=\"from file\"\nOPENAI_IMAGE_MODEL=file-image\n");
            Environment environment =
                    new Environment(Map.of("OPENAI_BASE_URL", "http://real:1/v1", "OPENAI_IMAGE_MODEL", "")).or(file);

            try (DefaultOpenAiToolService service = DefaultOpenAiToolService.of(environment)) {
                assertThat(service.baseUrl()).hasHost("real");
                assertThat(service.models()).isEqualTo(new ModelDefaults("from file", "file-image"));
            }
        }

        @Test
        void refuses_a_dot_env_file_that_is_missing() {
            assertThatThrownBy(() -> DefaultOpenAiToolService.fromEnvironment(directory.resolve("absent.env")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("absent.env");
        }

        @Test
        void refuses_a_broken_line_without_repeating_it() throws IOException {
            Path file = Files.writeString(directory.resolve(".env"), "OPENAI_API_KEY sk-SECRET\n");

            Throwable refusal = catchThrowable(() -> DefaultOpenAiToolService.fromEnvironment(file));

            assertThat(refusal).isInstanceOf(IllegalArgumentException.class).hasNoCause();
            assertThat(refusal).hasMessageContaining(".env").hasMessageNotContaining("SECRET");
        }
    }

    @Nested
    class A_secret {
        private final Secret secret = Secret.of(Calls.KEY);

        @Test
        void prints_as_stars() {
            assertThat(secret).hasToString("***");
            assertThat(new Account(secret, null, null, Address.of("http://h")).toString())
                    .doesNotContain("SECRET");
        }

        @Test
        void is_not_serializable_and_invisible_to_jackson() throws IOException {
            ObjectMapper curious = JsonMapper.builder()
                    .visibility(PropertyAccessor.ALL, Visibility.ANY)
                    .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                    .build();

            assertThat(secret).isNotInstanceOf(Serializable.class);
            assertThat(curious.writeValueAsString(secret)).isEqualTo("{}");
            assertThat(curious.writeValueAsString(new Account(secret, "o", null, Address.of("http://h"))))
                    .doesNotContain("SECRET");
        }

        @Test
        void is_recognised_in_what_a_server_says() {
            Labels labels = new Labels(secret);

            assertThat(labels.code(Calls.KEY)).isNull();
            assertThat(labels.id("req_" + Calls.KEY)).isNull();
            assertThat(labels.code("invalid_api_key")).isEqualTo("invalid_api_key");
        }
    }
}
