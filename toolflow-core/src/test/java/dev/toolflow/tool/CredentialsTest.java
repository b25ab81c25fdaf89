package dev.toolflow.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.Serializable;
import java.net.URI;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTest {
    private static final String KEY = "sk-proj-0123456789SECRET";
    private static final Credentials PLAIN = Credentials.of(KEY);

    @Nested
    class A_secret {
        @Test
        void prints_as_stars_and_is_not_serializable() {
            assertThat(Secret.of(KEY)).hasToString("***").isNotInstanceOf(Serializable.class);
        }

        @Test
        void is_invisible_even_to_a_jackson_that_looks_at_fields() throws JsonProcessingException {
            JsonMapper curious = JsonMapper.builder()
                    .visibility(PropertyAccessor.ALL, Visibility.ANY)
                    .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                    .build();

            assertThat(curious.writeValueAsString(Secret.of(KEY))).isEqualTo("{}");
            assertThat(curious.writeValueAsString(PLAIN)).doesNotContain("SECRET", KEY);
        }

        @Test
        void equals_another_of_the_same_text_and_no_other() {
            assertThat(Secret.of(KEY)).isEqualTo(Secret.of(KEY)).hasSameHashCodeAs(Secret.of(KEY));
            assertThat(Secret.of(KEY)).isNotEqualTo(Secret.of(KEY + "2")).isNotEqualTo(Secret.of(""));
        }

        @Test
        void is_found_in_a_text_that_repeats_it_unless_it_is_a_common_word() {
            assertThat(Secret.of(KEY).isIn("bad key " + KEY + "!")).isTrue();
            assertThat(Secret.of(KEY).isIn("bad key")).isFalse();
            assertThat(Secret.of("none").isIn("none")).isFalse();
        }
    }

    @Nested
    class Credentials_have {
        @Test
        void a_name_that_shows_nothing_of_the_key() {
            assertThat(PLAIN.id())
                    .matches("[0-9a-f]{16}")
                    .isEqualTo(Credentials.of(Secret.of(" " + KEY + "\n")).id());
            assertThat(PLAIN).hasToString("Credentials[" + PLAIN.id() + "]");
        }

        @Test
        void another_name_for_each_key_organization_project_and_address() {
            Stream<Credentials> different = Stream.of(
                    PLAIN,
                    Credentials.of(KEY + "2"),
                    PLAIN.organization("a"),
                    PLAIN.project("a"),
                    PLAIN.organization("a").project("a"),
                    PLAIN.organization("null"),
                    PLAIN.baseUrl(URI.create("http://a/v1")));

            assertThat(different.map(Credentials::id)).doesNotHaveDuplicates();
        }

        @Test
        void what_they_were_given() {
            Credentials all = PLAIN.organization(" org-1 ").project("proj-7").baseUrl(URI.create("https://eu/v1"));

            assertThat(all.key().reveal()).isEqualTo(KEY);
            assertThat(all.organization()).contains("org-1");
            assertThat(all.project()).contains("proj-7");
            assertThat(all.baseUrl()).contains(URI.create("https://eu/v1"));
            assertThat(PLAIN.organization()).isEmpty();
        }
    }

    @Nested
    class Credentials_refuse {
        static Stream<ThrowingCallable> unfit() {
            return Stream.of(
                    () -> Credentials.of(" "),
                    () -> Credentials.of("sk-SECRET\r\nX-Evil: 1"),
                    () -> Credentials.of("sk-SECRÉT"),
                    () -> PLAIN.organization("SECRET org"),
                    () -> PLAIN.project(""));
        }

        @ParameterizedTest
        @MethodSource("unfit")
        void what_no_header_can_carry_without_repeating_it(ThrowingCallable making) {
            assertThatThrownBy(making)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("visible ASCII")
                    .hasMessageNotContaining("SECR");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"ftp://h/v1", "/v1", "http://u:SECRET@h/v1", "http://h/v1?k=SECRET", "http://h/v1#SECRET"})
        void an_address_that_is_no_plain_http_url_without_repeating_it(String url) {
            assertThatThrownBy(() -> PLAIN.baseUrl(URI.create(url)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("baseUrl: ")
                    .hasMessageNotContaining("SECRET");
        }
    }
}
