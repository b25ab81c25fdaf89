package dev.toolflow.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UrlFetchTest {

    @Test
    void a_name_allows_itself_alone_whatever_its_case() {
        UrlFetch fetch = UrlFetch.from("CDN.example.com");

        assertThat(fetch.allows("cdn.example.com")).isTrue();
        assertThat(fetch.allows("a.cdn.example.com")).isFalse();
        assertThat(fetch.allows("example.com")).isFalse();
        assertThat(fetch.allows("cdn.example.com.")).isFalse();
        assertThat(fetch.allows("cdn.example.com.evil.org")).isFalse();
    }

    @Test
    void a_star_allows_every_name_below_and_not_the_name_itself() {
        UrlFetch fetch = UrlFetch.from("cdn.example.com", "*.example.net");

        assertThat(fetch.allows("a.example.net")).isTrue();
        assertThat(fetch.allows("a.b.example.net")).isTrue();
        assertThat(fetch.allows("example.net")).isFalse();
        assertThat(fetch.allows(".example.net")).isFalse();
        assertThat(fetch.allows("evilexample.net")).isFalse();
        assertThat(fetch).hasToString("UrlFetch[cdn.example.com, *.example.net]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*",
                "*.com",
                "localhost",
                "127.0.0.1",
                "10.1",
                "[::1]",
                "https://cdn.example.com",
                "cdn.example.com:443",
                "cdn.example.com.",
                "a..example.com",
                "a.*.example.com",
                "*.127.0.0.1",
                "user@example.com",
                "exämple.com",
                "-a.example.com"
            })
    void what_is_no_name_is_refused(String host) {
        assertThatThrownBy(() -> UrlFetch.from("cdn.example.com", host))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("fetchUrls: a host must be a DNS name");
    }
}
