package dev.toolflow.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.toolflow.RunOptions;
import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.step.ChatStepDefinition;
import dev.toolflow.step.StepDefinition;
import dev.toolflow.testkit.FakeOpenAiServer;
import dev.toolflow.testkit.RecordedRequest;
import dev.toolflow.tool.Credentials;
import dev.toolflow.tool.ToolCallException;
import dev.toolflow.tool.ToolCallException.Rejected;
import dev.toolflow.tool.ToolCallRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class CredentialsOnTheWireTest {
    private static final String OTHER_KEY = "sk-tenant-9876543210OTHERSECRET";
    private static final Credentials OTHER = Credentials.of(OTHER_KEY);

    private static final int TLS_HANDSHAKE = 22;

    private static int firstByte(ServerSocket server) {
        try (Socket socket = server.accept()) {
            return socket.getInputStream().read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Stream<ToolCallRequest> requests() {
        return Stream.of(Calls.chat(), Calls.streamingChat(), Calls.image());
    }

    private static String sent(DefaultOpenAiToolService service, RawServer server, Credentials credentials) {
        try (Calls.Context context = new Calls.Context().by(credentials)) {
            service.executeToolCall(Calls.chat(), context);
        }
        return server.requests().get(server.requests().size() - 1);
    }

    @Nested
    class A_call_with_credentials {
        @Test
        void carries_their_key_organization_and_project_in_place_of_the_services() {
            try (RawServer server = RawServer.answering(Calls.completion("{}"));
                    DefaultOpenAiToolService service = DefaultOpenAiToolService.builder()
                            .apiKey(Calls.KEY)
                            .organization("our-org")
                            .project("our-project")
                            .baseUrl(server.url())
                            .build()) {
                assertThat(sent(service, server, OTHER.organization("org-1").project("proj-7")))
                        .containsIgnoringCase("Authorization: Bearer " + OTHER_KEY + "\r\n")
                        .containsIgnoringCase("OpenAI-Organization: org-1\r\n")
                        .containsIgnoringCase("OpenAI-Project: proj-7\r\n")
                        .doesNotContain(Calls.KEY, "our-");
                assertThat(sent(service, server, OTHER))
                        .containsIgnoringCase("Authorization: Bearer " + OTHER_KEY + "\r\n")
                        .doesNotContain("OpenAI-Organization", "OpenAI-Project", Calls.KEY);
                assertThat(server.connections()).isEqualTo(1);
            }
        }

        @Test
        void goes_where_they_say_and_nowhere_else() {
            try (RawServer ours = RawServer.answering(Calls.completion("{}"));
                    RawServer theirs = RawServer.answering(Calls.completion("{}"));
                    DefaultOpenAiToolService service = Calls.service(ours.url())) {
                sent(service, theirs, OTHER.baseUrl(URI.create(theirs.url() + "/")));

                assertThat(theirs.requests()).singleElement().asString().startsWith("POST /v1/chat/completions ");
                assertThat(ours.requests()).isEmpty();
            }
        }

        @Test
        void speaks_tls_where_their_address_asks_for_it_although_the_services_own_does_not() throws Exception {
            try (ServerSocket theirs = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                    DefaultOpenAiToolService service = Calls.service(URI.create("http://localhost:9/v1"));
                    Calls.Context context = new Calls.Context()
                            .by(OTHER.baseUrl(URI.create("https://localhost:" + theirs.getLocalPort() + "/v1")))) {
                CompletableFuture<Integer> firstByte = CompletableFuture.supplyAsync(() -> firstByte(theirs));

                assertThat(catchThrowable(() -> service.executeToolCall(Calls.chat(), context)))
                        .isInstanceOf(ToolCallException.class);
                assertThat(firstByte.get()).isEqualTo(TLS_HANDSHAKE);
            }
        }

        @Test
        void is_refused_where_their_address_is_none_and_nothing_is_sent() {
            try (RawServer ours = RawServer.answering(Calls.completion("{}"));
                    DefaultOpenAiToolService service = Calls.service(ours.url());
                    Calls.Context context = new Calls.Context().by(OTHER.baseUrl(URI.create("http://h:99999/v1")))) {
                assertThat(catchThrowable(() -> service.executeToolCall(Calls.chat(), context)))
                        .isInstanceOf(Rejected.class)
                        .hasMessageContainingAll("step 'palette'", "credentials", "baseUrl");
                assertThat(ours.connections()).isZero();
            }
        }

        @ParameterizedTest
        @MethodSource("dev.toolflow.openai.CredentialsOnTheWireTest#requests")
        void never_repeats_their_key_although_the_server_does(ToolCallRequest request) {
            String echo = "{\"error\":{\"message\":\"Incorrect API key provided: " + OTHER_KEY + "\",\"code\":\""
                    + OTHER_KEY + "\",\"type\":\"" + OTHER_KEY + "\",\"param\":\"" + OTHER_KEY + "\"}}";
            try (RawServer server = new RawServer(RawServer.json(401, echo, "x-request-id: " + OTHER_KEY));
                    DefaultOpenAiToolService service = Calls.service(server.url());
                    Calls.Context context = new Calls.Context().by(OTHER)) {
                Throwable refused = catchThrowable(() -> service.executeToolCall(request, context));

                assertThat(refused)
                        .isInstanceOf(Rejected.class)
                        .hasMessageContainingAll("401", "the run's credentials")
                        .hasMessageNotContaining("SECRET");
                assertThat(((Rejected) refused).receipt().toString()).doesNotContain("SECRET");
                assertThat(server.requests()).hasSize(1);
            }
        }
    }

    @Nested
    class Sixty_four_runs_of_eight_tenants_side_by_side {
        record Topic(String text) {}

        record Line(String text) {}

        private static final ToolFlow<Topic, Line> FLOW = ToolFlow.define("lines", Topic.class, (flow, topic) -> {
            var draft = flow.step(writing("draft_line"), topic);
            return flow.step(writing("polish_line"), topic, draft);
        });

        private static StepDefinition<Topic, Line> writing(String tool) {
            return ChatStepDefinition.named(tool, Topic.class, Line.class).build();
        }

        private static String tenant(int run) {
            return "tenant-" + run % 8;
        }

        @Test
        void call_each_by_the_key_of_its_own_tenant() {
            try (FakeOpenAiServer server = FakeOpenAiServer.start();
                    DefaultOpenAiToolService service = Calls.service(server.baseUrl());
                    ToolFlowEngine engine = ToolFlowEngine.builder(service)
                            .credentials(
                                    run -> Credentials.of("sk-" + run.tenant().orElseThrow()))
                            .build()) {
                IntStream.range(0, 64)
                        .mapToObj(run -> engine.start(
                                FLOW,
                                new Topic("<" + tenant(run) + ">"),
                                RunOptions.defaults().tenant(tenant(run))))
                        .toList()
                        .forEach(run -> assertThat(run.result().join().status()).isEqualTo(RunStatus.COMPLETED));

                assertThat(server.requests())
                        .hasSize(128)
                        .allSatisfy(request ->
                                assertThat(request.header("Authorization")).contains("Bearer sk-" + tenantIn(request)));
            }
        }

        private static String tenantIn(RecordedRequest request) {
            String body = request.body().toString();
            return body.substring(body.indexOf('<') + 1, body.indexOf('>'));
        }
    }
}
