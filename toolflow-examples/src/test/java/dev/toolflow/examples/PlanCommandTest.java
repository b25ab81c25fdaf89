package dev.toolflow.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.toolflow.testkit.FakeOpenAiServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code --plan} does. */
class PlanCommandTest {
    private final FakeOpenAiServer server = FakeOpenAiServer.start();

    @TempDir
    private Path directory;

    private Path out() {
        return directory.resolve("out");
    }

    @AfterEach
    void closeTheServer() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "brand-kit",
                "brand-kit --approve --vision-audit",
                "color-theme",
                "avatars",
                "icons --name Harbour --description Ships",
                "icons --name Harbour --description Ships --pick 2",
                "icons --name Harbour --description Ships --show-prompt",
                "icons --name Harbour --prompt Boat"
            })
    void sends_nothing_writes_nothing_and_tells_what_it_takes(String line) {
        var ended = Program.talkingTo(server).run(out(), (line + " --plan").split(" "));

        assertThat(ended.exit()).as(ended.both()).isZero();
        assertThat(ended.out()).containsPattern("total +[1-9]").contains("US dollars");
        assertThat(ended.err()).isEmpty();
        assertThat(server.requests()).isEmpty();
        assertThat(out()).doesNotExist();
    }

    @Test
    void needs_no_key_and_no_server() {
        assertThat(Program.withoutEnvironment().run("brand-kit", "--plan").both())
                .doesNotContain("fake server");
        assertThat(Program.with(Map.of("OPENAI_BASE_URL", "http://127.0.0.1:9/v1"))
                        .run("brand-kit", "--plan")
                        .exit())
                .isZero();
    }

    @Test
    void shows_the_question_to_a_person_among_the_steps() {
        var ended = Program.withoutEnvironment().run("brand-kit", "--plan", "--approve");

        assertThat(ended.out()).contains("approve-hero").doesNotContain("\u001B");
    }

    @Test
    void is_json_where_that_is_asked_for() {
        JsonNode plan = Program.json(Program.withoutEnvironment()
                .run("brand-kit", "--plan", "--json")
                .out());

        assertThat(plan.path("flow").asText()).isEqualTo("brand-kit");
        assertThat(plan.at("/most/usd").decimalValue()).isPositive();
    }

    @Test
    void says_that_a_limit_of_money_is_lower_than_the_worst() {
        var low = Program.withoutEnvironment().run("brand-kit", "--plan", "--max-cost", "0.05");
        var high = Program.withoutEnvironment().run("brand-kit", "--plan", "--max-cost", "50");

        assertThat(low.exit()).isZero();
        assertThat(low.err())
                .containsPattern(
                        "At worst it takes \\d\\.\\d{4} US dollars, and --max-cost is 0\\.05: it might be stopped");
        assertThat(high.err()).isEmpty();
    }

    @Test
    void of_the_dearest_call_holds() {
        var plan = Program.json(Program.withoutEnvironment()
                .run("brand-kit", "--plan", "--json")
                .out());

        Program.talkingTo(server).run(out(), "brand-kit");

        assertThat(Prices.billed(server)).isLessThan(plan.at("/most/usd").decimalValue());
        assertThat(server.ledger().calls().size())
                .isLessThanOrEqualTo(plan.at("/most/calls").asInt());
    }

    @Test
    void of_avatars_counts_only_what_is_missing() throws IOException {
        Path team = Files.writeString(
                directory.resolve("team.json"),
                "[{\"name\": \"Ada\", \"bio\": \"Grows roses.\"}, {\"name\": \"Bob\", \"bio\": \"Repairs clocks.\"}]");
        Path one = Files.writeString(directory.resolve("one.json"), "[{\"name\": \"Ada\", \"bio\": \"Grows roses.\"}]");
        Program.talkingTo(server).run(out(), "avatars", "--size", "320x320", "--input", one.toString());
        int calls = server.requests().size();

        var ended = Program.talkingTo(server)
                .run(out(), "avatars", "--size", "320x320", "--input", team.toString(), "--plan");
        var json = Program.json(Program.talkingTo(server)
                .run(out(), "avatars", "--size", "320x320", "--input", one.toString(), "--plan", "--json")
                .out());

        assertThat(ended.out())
                .contains("2 personas: 1 done before, 1 to do, at worst", "The steps of Bob")
                .doesNotContain("Ada");
        assertThat(json.path("doneBefore").asInt()).isEqualTo(1);
        assertThat(json.at("/most/calls").asInt(-1)).isZero();
        assertThat(server.requests()).hasSize(calls);
    }

    @Test
    void of_avatars_does_not_look_into_a_bucket_and_says_so() {
        var ended = Program.withoutEnvironment().run("avatars", "--plan", "--store", "s3://pictures/team");

        assertThat(ended.exit()).isZero();
        assertThat(ended.err()).contains("A plan does not look into s3://pictures/team");
    }

    @Test
    void keeps_no_icon() {
        Program.talkingTo(server).run(out(), "icons", "--name", "Harbour", "--description", "Ships", "--variants", "2");

        var ended = Program.talkingTo(server).run(out(), "icons", "--pick", "1", "--plan");

        assertThat(ended.exit()).isZero();
        assertThat(ended.out()).contains("nothing is called");
        assertThat(out().resolve("icon.png")).doesNotExist();
    }
}
