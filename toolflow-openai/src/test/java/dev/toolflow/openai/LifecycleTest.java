package dev.toolflow.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.openai.core.RequestOptions;
import com.openai.core.http.HttpMethod;
import com.openai.core.http.HttpRequest;
import com.openai.core.http.HttpResponse;
import com.openai.errors.OpenAIIoException;
import dev.toolflow.openai.OkHttpTransport.Connection;
import dev.toolflow.tool.CallReceipt;
import dev.toolflow.tool.Rejection;
import dev.toolflow.tool.ToolCallException;
import dev.toolflow.tool.ToolCallException.Cancelled;
import java.io.DataInputStream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LifecycleTest {

    @Nested
    class A_closed_service {

        @Test
        void refuses_calls_and_may_be_closed_again() {
            try (RawServer server = RawServer.answering("{}");
                    Calls.Context context = new Calls.Context()) {
                DefaultOpenAiToolService service = Calls.service(server.url());
                service.close();
                service.close();

                assertThatThrownBy(() -> service.executeToolCall(Calls.chat(), context))
                        .isInstanceOfSatisfying(
                                ToolCallException.class,
                                refused -> assertThat(refused.receipt()).isEqualTo(CallReceipt.none()))
                        .isInstanceOfSatisfying(
                                ToolCallException.Rejected.class,
                                refused -> assertThat(refused.reason()).isEqualTo(Rejection.NOT_SENT))
                        .hasMessage("step 'palette': the OpenAI service is closed; make a new one");
                assertThat(server.connections()).isZero();
            }
        }

        @Test
        void has_cancelled_its_calls_in_flight() throws Exception {
            try (RawServer server =
                            new RawServer(socket -> socket.getInputStream().read() >= 0);
                    Calls.Context context = new Calls.Context()) {
                DefaultOpenAiToolService service = Calls.service(server.url());
                CompletableFuture<Throwable> call = Calls.inBackground(service, Calls.chat(), context);
                await().until(() -> !server.requests().isEmpty());

                service.close();

                assertThat(call.get()).isInstanceOf(Cancelled.class);
            }
        }

        @Test
        void has_closed_its_connections_and_left_no_thread_but_shared_daemons() throws Exception {
            CompletableFuture<Integer> connectionEnd = new CompletableFuture<>();
            Set<Thread> before = Thread.getAllStackTraces().keySet();
            try (RawServer server = new RawServer(socket -> {
                        RawServer.json(200, Calls.completion("{}")).react(socket);
                        connectionEnd.complete(socket.getInputStream().read());
                        return false;
                    });
                    Calls.Context context = new Calls.Context()) {
                DefaultOpenAiToolService service = Calls.service(server.url());
                service.executeToolCall(Calls.chat(), context);

                service.close();

                assertThat(connectionEnd.get()).isEqualTo(-1);
            }
            await().pollInSameThread()
                    .untilAsserted(() -> assertThat(threadsSince(before)).allMatch(LifecycleTest::isSharedDaemon));
        }
    }

    @Nested
    class A_program_that_never_closes {

        @Test
        void ends_with_its_main_and_prints_nothing_whatever_openai_log_says() throws Exception {
            try (RawServer server = RawServer.answering(Calls.completion("{}"))) {
                ProcessBuilder program = new ProcessBuilder(
                        new File(System.getProperty("java.home"), "bin/java").getPath(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Program.class.getName());
                program.environment().put("OPENAI_LOG", "debug");
                program.environment().put("OPENAI_API_KEY", Calls.KEY);
                program.environment().put("OPENAI_BASE_URL", server.url().toString());
                Process process = program.redirectErrorStream(true).start();
                String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

                assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
                assertThat(process.exitValue()).as(printed).isZero();
                assertThat(server.requests()).hasSize(1);
                assertThat(printed).doesNotContain("SECRET", "PROMPT", "palette");
            }
        }
    }

    /** What the test above runs. */
    static final class Program {
        private Program() {}

        public static void main(String[] args) {
            DefaultOpenAiToolService service = DefaultOpenAiToolService.fromEnvironment();
            service.executeToolCall(Calls.chat(), new Calls.Context());
        }
    }

    @Nested
    class The_transport {
        private final OkHttpTransport transport = new OkHttpTransport(Duration.ofSeconds(5), 4);

        @Test
        void serves_openai_java_as_its_http_client() throws IOException {
            try (RawServer server = new RawServer(RawServer.json(404, "hello", "x-one: 1"));
                    HttpResponse response = transport.execute(request(server), RequestOptions.none())) {
                assertThat(response.statusCode()).isEqualTo(404);
                assertThat(response.headers().values("X-One")).containsExactly("1");
                assertThat(response.body().readAllBytes()).asString().isEqualTo("hello");
                assertThat(server.requests().get(0))
                        .startsWith("GET /v1/models/a%20b?q=1%262 HTTP/1.1")
                        .contains("X-Mine: yes");
            }
        }

        @Test
        void fails_as_openai_java_expects() {
            try (RawServer server = new RawServer(RawServer.reset())) {
                assertThatThrownBy(() -> transport.execute(request(server))).isInstanceOf(OpenAIIoException.class);
            }
        }

        @Test
        void offers_http_2_for_a_kept_connection_and_not_for_a_fresh_one_which_two_calls_would_share()
                throws Exception {
            assertThat(clientHello(Connection.KEPT)).contains("\u0002h2\u0008http/1.1");
            assertThat(clientHello(Connection.FRESH)).contains("\u0000\u0009\u0008http/1.1");
        }

        /** The first TLS record, which names the protocols of HTTP each after its length (RFC 7301, section 3.1). */
        private String clientHello(Connection connection) throws Exception {
            try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                CompletableFuture<String> hello = CompletableFuture.supplyAsync(
                        () -> {
                            try (Socket socket = server.accept();
                                    DataInputStream in = new DataInputStream(socket.getInputStream())) {
                                in.skipNBytes(3);
                                return new String(in.readNBytes(in.readUnsignedShort()), StandardCharsets.ISO_8859_1);
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        },
                        LifecycleTest::onAThreadOfItsOwn);
                String url = "https://127.0.0.1:" + server.getLocalPort();
                HttpRequest request = HttpRequest.builder()
                        .method(HttpMethod.GET)
                        .baseUrl(url)
                        .build();
                onAThreadOfItsOwn(() -> handshake(request, connection));
                return hello.get();
            }
        }

        /** Fails when the server has heard enough and closes. */
        private void handshake(HttpRequest request, Connection connection) {
            try (Transit transit = transport.begin(WireRequest.of(request), connection, Duration.ofSeconds(30))) {
                assertThatThrownBy(transit::execute).isInstanceOf(IOException.class);
            }
        }

        @Test
        void offers_no_asynchronous_calls() {
            try (RawServer server = RawServer.answering("")) {
                assertThat(transport.executeAsync(request(server))).isCompletedExceptionally();
            }
        }

        private HttpRequest request(RawServer server) {
            return HttpRequest.builder()
                    .method(HttpMethod.GET)
                    .baseUrl(server.url().toString())
                    .addPathSegments("models", "a b")
                    .putQueryParam("q", "1&2")
                    .putHeader("X-Mine", "yes")
                    .build();
        }
    }

    private static Set<Thread> threadsSince(Set<Thread> before) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread) && thread.isAlive())
                .collect(Collectors.toSet());
    }

    /** One cleaner of openai-java's and OkHttp's own, for all clients in the JVM; the latter end by themselves. */
    private static boolean isSharedDaemon(Thread thread) {
        return thread.isDaemon()
                && (thread.getName().startsWith("OkHttp TaskRunner")
                        || thread.getName().startsWith("Okio Watchdog")
                        || thread.getName().startsWith("Cleaner-")
                        || thread.getName().startsWith("Common-Cleaner"));
    }

    /** The common pool may have one thread only. */
    private static void onAThreadOfItsOwn(Runnable task) {
        Thread thread = new Thread(task, "lifecycle-test");
        thread.setDaemon(true);
        thread.start();
    }
}
