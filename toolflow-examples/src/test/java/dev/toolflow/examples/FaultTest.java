package dev.toolflow.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.examples.Program.Ended;
import dev.toolflow.testkit.ChatFault;
import dev.toolflow.testkit.FakeOpenAiServer;
import dev.toolflow.testkit.Fault;
import dev.toolflow.testkit.ImageFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultTest {
    private final FakeOpenAiServer server = FakeOpenAiServer.start();

    @TempDir
    private Path out;

    @AfterEach
    void closeTheServer() {
        server.close();
    }

    @Nested
    class When_the_server_refuses {
        @Test
        void a_wrong_key_fails_after_one_call_and_the_key_is_nowhere() throws IOException {
            server.next(Fault.unauthorizedEchoingKey());

            Ended ended = brandKit();

            failedAfter(1, ended);
            assertThat(ended.err())
                    .contains("Refused at generate_palette: " + server.baseUrl().getAuthority() + " answered 401")
                    .contains("set OPENAI_API_KEY");
            try (Stream<Path> files = Files.list(out)) {
                assertThat(files.map(Program::text)).allMatch(text -> !text.contains(Program.KEY));
            }
            assertThat(ended.both()).doesNotContain(Program.KEY);
        }

        @Test
        void a_bad_request_fails_after_one_call() {
            server.next(Fault.badRequest("no such parameter"));

            failedAfter(1, brandKit());
        }

        @Test
        void an_account_without_credit_fails_after_one_call() {
            server.next(Fault.insufficientQuota());

            Ended ended = brandKit();

            failedAfter(1, ended);
            assertThat(ended.err()).contains("no credit");
        }

        @Test
        void a_refusal_fails_after_one_call_and_is_said_plainly() {
            server.on("generate_palette").reply(ChatFault.refusal("I cannot help with that."));

            Ended ended = brandKit();

            failedAfter(1, ended);
            assertThat(ended.err()).containsPattern("Refused at generate_palette: .*refus");
        }

        @Test
        void a_picture_that_moderation_stops_is_asked_for_once() {
            server.on("generate_image").always(Fault.moderationBlocked());

            Ended ended = brandKit();

            assertThat(ended.exit()).isEqualTo(1);
            assertThat(server.requests("generate_image")).hasSize(1);
            assertThat(ended.err()).contains("Refused at hero: ").contains("moderation");
            assertThat(Program.text(out.resolve("report.html")))
                    .contains("moderation")
                    .contains("The palette");
        }
    }

    @Nested
    class When_the_server_is_busy {
        @Test
        void it_is_called_again_as_told_and_the_run_is_done() {
            Fault busy = Fault.rateLimited(Duration.ofMillis(20));
            server.on("generate_palette").reply(busy, busy);

            Ended ended = brandKit();

            assertThat(ended.exit()).isZero();
            assertThat(ended.said())
                    .filteredOn(line -> line.matches(
                            "  … generate_palette  calls again in [0-9.]+ m?s: 127.0.0.1:[0-9]+ answered 429.*"))
                    .hasSize(2);
            assertThat(Program.result(out).at("/steps/0/attempts/0/calls").asInt())
                    .isEqualTo(3);
        }
    }

    @Nested
    class When_an_answer_is_unusable {
        @Test
        void one_bad_answer_of_each_kind_is_survived() {
            server.on("generate_palette").reply(ChatFault.cutArguments(), ChatFault.wrongTool("other"));
            server.on("write_copy").reply(ChatFault.twoToolCalls(), ChatFault.notJsonArguments());
            server.on("generate_image").reply(ImageFault.notAnImage(), Fault.cutJson());

            Ended ended = brandKit();

            assertThat(ended.exit()).as(ended.both()).isZero();
            assertThat(server.ledger().input())
                    .isGreaterThanOrEqualTo(
                            Program.result(out).at("/usage/input").asLong());
        }

        @Test
        void answers_that_never_get_better_fail_with_every_attempt_and_its_tokens() {
            server.on("generate_palette").always(ChatFault.cutArguments());

            Ended ended = brandKit();

            assertThat(ended.exit()).isEqualTo(1);
            assertThat(ended.err())
                    .contains("✗ generate_palette  attempt 3 failed: ")
                    .contains("No usable answer at generate_palette: ");
            assertThat(Program.result(out).path("status").asText()).isEqualTo("FAILED");
            assertThat(Program.result(out).at("/steps/0/attempts"))
                    .hasSize(3)
                    .allMatch(attempt -> attempt.at("/usage/input").asLong() > 0);
            assertThat(ended.out()).containsPattern("attempt 3 +failed +\\d+\\+\\d+");
            assertThat(Program.text(out.resolve("report.html"))).contains("Attempt 3");
        }

        @Test
        void a_picture_that_is_none_fails_the_run_and_leaves_no_picture() {
            server.on("generate_image").always(ImageFault.notAnImage());

            Ended ended = brandKit();

            assertThat(ended.exit()).isEqualTo(1);
            assertThat(server.requests("generate_image")).hasSize(4);
            assertThat(out.resolve("hero.png")).doesNotExist();
        }

        @Test
        void a_picture_behind_a_link_is_not_fetched() {
            try (FakeOpenAiServer elsewhere = FakeOpenAiServer.start()) {
                server.on("generate_image").always(ImageFault.imageUrl(elsewhere.baseUrl() + "/hero.png"));

                assertThat(brandKit().exit()).isEqualTo(1);
                assertThat(elsewhere.requests()).isEmpty();
            }
        }
    }

    @Test
    void a_failed_run_prints_its_json_too() {
        server.next(Fault.badRequest("no"));

        Ended ended = Program.talkingTo(server).run(out, "brand-kit", "--json");

        assertThat(ended.exit()).isEqualTo(1);
        assertThat(Program.json(ended.out()).path("status").asText()).isEqualTo("FAILED");
    }

    private Ended brandKit() {
        return Program.talkingTo(server).run(out, "brand-kit");
    }

    private void failedAfter(int calls, Ended ended) {
        assertThat(ended.exit()).isEqualTo(1);
        assertThat(server.requests()).hasSize(calls);
        assertThat(List.of("report.html", "result.json")).allMatch(file -> Files.exists(out.resolve(file)));
        assertThat(ended.both()).doesNotContain("Exception").doesNotContain("\tat ");
    }
}
