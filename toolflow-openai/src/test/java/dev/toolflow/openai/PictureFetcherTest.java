package dev.toolflow.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.toolflow.ingest.ImageLimits;
import dev.toolflow.ingest.ImageRefusedException;
import dev.toolflow.ingest.SpooledImage;
import dev.toolflow.openai.PictureUrls.Failed;
import dev.toolflow.openai.PictureUrls.NotAllowed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import okhttp3.Dns;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class PictureFetcherTest {
    private static final byte[] PNG = Pictures.png(64, 64);
    private static final String URL = "https://cdn.example.com/picture?sig=SECRET";
    private static final String PUBLIC = "93.184.216.34";

    private final Deque<String> resolved = new ArrayDeque<>(List.of(PUBLIC));
    private final Calls.Context context = new Calls.Context();
    private final CountDownLatch end = new CountDownLatch(1);
    private final PictureHost host = new PictureHost().on("/picture", PictureHost.bytes(PNG));

    @AfterEach
    void close() {
        end.countDown();
        context.close();
        host.close();
    }

    private SpooledImage fetch(String url, Calls.Context call) throws IOException {
        Dns resolver = name -> List.of(InetAddress.getByName(resolved.size() > 1 ? resolved.poll() : resolved.peek()));
        try (PictureFetcher fetcher = new PictureFetcher(UrlFetch.from("*.example.com"), resolver, host.network())) {
            return fetcher.during(call).fetch(url, call.images());
        }
    }

    private NotAllowed notAllowed(String url) {
        return catchThrowableOfType(NotAllowed.class, () -> fetch(url, context));
    }

    @Nested
    class A_picture_on_an_allowed_host {

        @Test
        void is_streamed_into_the_spool_from_the_address_that_was_checked() throws IOException {
            SpooledImage image = fetch(URL, context);

            assertThat(image.sha256()).isEqualTo(Pictures.sha256(PNG));
            assertThat(image.file()).hasBinaryContent(PNG);
            assertThat(host.connected()).containsExactly(new InetSocketAddress(PUBLIC, 443));
        }

        @Test
        void is_asked_for_without_anything_that_says_who_asks() throws IOException {
            fetch(URL, context);

            assertThat(host.requests().get(0))
                    .containsOnlyKeys("Accept", "Accept-encoding", "Connection", "Host", "User-agent");
        }

        @Test
        void may_be_behind_three_redirects_and_not_four() throws IOException {
            host.on("/1", PictureHost.redirect("/picture"))
                    .on("/2", PictureHost.redirect("https://other.example.com/1"))
                    .on("/3", PictureHost.redirect("//cdn.example.com/2"))
                    .on("/4", PictureHost.redirect("/3"));

            assertThat(fetch("https://cdn.example.com/3", context).sizeBytes()).isEqualTo(PNG.length);
            assertThat(notAllowed("https://cdn.example.com/4")).hasMessageContaining("more than 3");
        }

        @Test
        void is_refused_when_it_is_longer_than_the_engine_takes() {
            try (Calls.Context small = new Calls.Context(
                    Duration.ofMinutes(1), ImageLimits.standard().maxBytes(PNG.length - 1))) {
                assertThatThrownBy(() -> fetch(URL, small)).isInstanceOf(ImageRefusedException.class);
            }
        }

        @ParameterizedTest
        @ValueSource(ints = {403, 404, 500, 204})
        void fails_when_its_server_does_not_give_it(int status) {
            host.on("/picture", PictureHost.status(status));

            assertThatThrownBy(() -> fetch(URL, context))
                    .isInstanceOf(Failed.class)
                    .hasMessage("its server answered " + status);
        }
    }

    @Nested
    class An_address_that_is_not_allowed {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "http://cdn.example.com/picture",
                    "file:///etc/passwd",
                    "ftp://cdn.example.com/picture",
                    "data:image/png;base64,AAAA",
                    "",
                    "/picture",
                    "https://user@cdn.example.com/picture",
                    "https://user:SECRET@cdn.example.com/picture",
                    "https://cdn.example.com:8443/picture",
                    "https://cdn.example.com:80/picture",
                    "https://example.com/picture",
                    "https://cdn.example.com.evil.org/picture",
                    "https://cdn.example.com@evil.org/picture",
                    "https://evil.org\\@cdn.example.com/picture",
                    "https://localhost/picture",
                    "https://127.0.0.1/picture",
                    "https://2130706433/picture",
                    "https://0x7f.1/picture",
                    "https://[::1]/picture",
                    "https://[::ffff:127.0.0.1]/picture",
                    "https://169.254.169.254/latest/meta-data"
                })
        void is_never_connected_to_first_or_after_a_redirect(String url) {
            host.on("/away", PictureHost.redirect(url.isEmpty() ? "http://localhost" : url));

            assertThat(notAllowed(url)).hasMessageNotContaining("SECRET");
            assertThat(host.connected()).isEmpty();
            if (!url.startsWith("/")) {
                assertThat(notAllowed("https://cdn.example.com/away")).hasMessageNotContaining("SECRET");
                assertThat(host.requests()).hasSize(1);
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "fd00::1", "64:ff9b::7f00:1"})
        void is_one_whose_name_leads_into_a_network(String inside) {
            resolved.clear();
            resolved.add(inside);

            assertThat(notAllowed(URL)).hasMessage("its host has an address that is not public");
            assertThat(host.connected()).isEmpty();
        }

        @Test
        void is_one_whose_name_leads_elsewhere_the_second_time() {
            resolved.add("127.0.0.1");
            host.on("/first", PictureHost.redirect("/picture"));

            assertThat(notAllowed("https://cdn.example.com/first")).hasMessageContaining("not public");
            assertThat(host.connected()).containsExactly(new InetSocketAddress(PUBLIC, 443));
        }

        @Test
        void is_one_of_several_addresses_that_are_not_all_public() {
            Dns two = name -> List.of(InetAddress.getByName(PUBLIC), InetAddress.getByName("10.0.0.1"));
            try (PictureFetcher fetcher = new PictureFetcher(UrlFetch.from("cdn.example.com"), two, host.network())) {
                assertThatThrownBy(() -> fetcher.during(context).fetch(URL, context.images()))
                        .isInstanceOf(NotAllowed.class);
            }
            assertThat(host.connected()).isEmpty();
        }
    }

    @Nested
    class A_fetch_that_goes_wrong {

        @Test
        void ends_with_the_calls_time_however_slow_its_server_is() {
            host.on("/picture", exchange -> {
                exchange.sendResponseHeaders(200, PNG.length);
                exchange.getResponseBody().write(PNG, 0, 10);
                exchange.getResponseBody().flush();
                end.await();
            });
            try (Calls.Context hasty = new Calls.Context(Duration.ofMillis(500), ImageLimits.standard())) {
                assertThatThrownBy(() -> fetch(URL, hasty))
                        .isInstanceOf(Failed.class)
                        .hasMessage("its server took too long");
            }
        }

        @Test
        void ends_when_the_run_is_cancelled() {
            host.on("/picture", exchange -> {
                exchange.sendResponseHeaders(200, PNG.length);
                exchange.getResponseBody().write(PNG, 0, 10);
                exchange.getResponseBody().flush();
                context.cancel();
                end.await();
            });

            assertThatThrownBy(() -> fetch(URL, context))
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(Failed.class);
            assertThat(context.registrations()).isZero();
        }

        @Test
        void says_what_went_wrong_and_not_where() {
            host.on("/picture", exchange -> {
                exchange.sendResponseHeaders(200, PNG.length);
                exchange.getResponseBody().write(PNG, 0, 10);
            });

            assertThatThrownBy(() -> fetch(URL, context))
                    .isInstanceOf(Failed.class)
                    .hasMessage("the connection to its server broke");
        }

        @Test
        void is_one_to_a_server_whose_certificate_is_of_another_name() {
            assertThatThrownBy(() -> fetch("https://a.b.example.com/picture", context))
                    .isInstanceOf(Failed.class)
                    .hasMessageContaining("no secure connection");
        }

        @Test
        void is_one_to_a_host_that_is_not_known() {
            Dns nothing = name -> {
                throw new UnknownHostException(name);
            };
            try (PictureFetcher fetcher =
                    new PictureFetcher(UrlFetch.from("cdn.example.com"), nothing, host.network())) {
                assertThatThrownBy(() -> fetcher.during(context).fetch(URL, context.images()))
                        .isInstanceOf(Failed.class)
                        .hasMessage("its host is not known");
            }
        }
    }
}
