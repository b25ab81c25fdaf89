package dev.toolflow.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.store.ImageQuery;
import dev.toolflow.store.ImageStore;
import dev.toolflow.testkit.FakeOpenAiServer;
import dev.toolflow.testkit.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ControlOptionsTest {
    private final FakeOpenAiServer server = FakeOpenAiServer.start();

    @TempDir
    private Path directory;

    @AfterEach
    void closeTheServer() {
        server.close();
    }

    @Nested
    class What_cannot_be_used {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "--max-cost=0 | --max-cost: must be an amount of US dollars above 0, such as 0.50, was '0'",
                    "--max-cost=0.000 | above 0, such as 0.50, was '0.000'",
                    "--max-cost=-1 | above 0, such as 0.50, was '-1'",
                    "--max-cost=0,50 | above 0, such as 0.50, was '0,50'",
                    "--max-cost=$5 | above 0, such as 0.50, was '$5'",
                    "--max-cost=1e9 | above 0, such as 0.50, was '1e9'",
                    "--max-cost=1e-999999999 | above 0, such as 0.50",
                    "--max-cost=12345678901 | above 0, such as 0.50",
                    "--max-cost=NaN | above 0, such as 0.50, was 'NaN'",
                    "--max-cost= | above 0, such as 0.50, was ''",
                    "--max-cost | Expected parameter for option '--max-cost'",
                    "--concurrency=0 | --concurrency: must be from 1 to 10,000, was 0",
                    "--concurrency=-1 | must be from 1 to 10,000, was -1",
                    "--concurrency=10001 | must be from 1 to 10,000, was 10001",
                    "--concurrency=many | Invalid value for option '--concurrency'",
                    "--tenant= | --tenant: must not be blank",
                    "--plan=yes | --plan"
                })
        void is_refused_in_one_line_before_anything_is_sent(String option, String message) {
            refused(message, "brand-kit", option);
        }

        @Test
        void is_a_tenant_of_more_than_512_characters() {
            refused(
                    "--tenant: a name has at most 512 characters, this one has 513",
                    "brand-kit",
                    "--tenant",
                    "x".repeat(513));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "brand-kit",
                    "color-theme",
                    "avatars",
                    "icons --name Harbour --description Ships",
                    "icons --name Harbour --description Ships --show-prompt",
                    "icons --pick 1"
                })
        void is_refused_by_every_command_with_a_plan_and_without(String command) {
            refused("--max-cost: must be", (command + " --max-cost 0").split(" "));
            refused("--concurrency: must be", (command + " --plan --concurrency 0").split(" "));
        }

        private void refused(String message, String... args) {
            var ended = Program.talkingTo(server).run(directory.resolve("out"), args);

            assertThat(ended.exit()).as(ended.both()).isEqualTo(2);
            assertThat(ended.out()).isEmpty();
            assertThat(ended.said()).singleElement().asString().contains(message);
            assertThat(server.requests()).isEmpty();
            assertThat(directory.resolve("out")).doesNotExist();
        }
    }

    @Nested
    class A_tenant {
        @Test
        void stands_in_the_record_of_each_picture() {
            Path store = directory.resolve("store");

            var ended = Program.talkingTo(server)
                    .run(directory, "brand-kit", "--tenant", "acme", "--store", store.toString());

            assertThat(ended.exit()).as(ended.both()).isZero();
            assertThat(pictures(store)).isEqualTo(1);
        }

        @Test
        void stands_in_those_of_avatars_beside_the_persona() {
            Program.talkingTo(server)
                    .run(directory, "avatars", "--size", "320x320", "--images", "1", "--tenant", "acme");

            assertThat(pictures(directory.resolve("store"))).isGreaterThanOrEqualTo(8);
        }

        private long pictures(Path store) {
            return ImageStore.directory(store)
                    .list(ImageQuery.all().attribute("tenant", "acme"))
                    .size();
        }
    }

    @Nested
    class A_concurrency_of_one {
        @Test
        void makes_one_call_after_the_other() throws Exception {
            CountDownLatch answered = new CountDownLatch(1);
            server.on("generate_image").always(Fault.none().after(answered));
            server.on("write_copy").always(Fault.none().after(answered));
            var run = CompletableFuture.supplyAsync(
                    () -> Program.talkingTo(server).run(directory, "brand-kit", "--concurrency", "1"));
            assertThat(server.awaitRequests(3, Duration.ofSeconds(30))).isTrue();

            assertThat(server.awaitRequests(4, Duration.ofMillis(300))).isFalse();

            answered.countDown();
            assertThat(run.get().exit()).isZero();
            assertThat(server.requests()).hasSize(4);
        }
    }
}
