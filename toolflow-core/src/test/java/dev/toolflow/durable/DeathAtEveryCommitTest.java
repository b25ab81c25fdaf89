package dev.toolflow.durable;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.RunOptions;
import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.audit.Issue;
import dev.toolflow.behaviour.Lines;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.durable.DyingStore.Moment;
import dev.toolflow.image.ImageGenerationInput;
import dev.toolflow.run.RunStore;
import dev.toolflow.step.StepDefinition;
import dev.toolflow.step.StepResult;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.store.ImageStore;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.TokenUsage;
import dev.toolflow.tool.ToolCallRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A process dies at one of its commits, before or after that has taken effect, and another goes on. */
@Timeout(60)
class DeathAtEveryCommitTest {
    private static final StepDefinition<Topic, Line> TITLE = Lines.writing("write_title");
    private static final StepDefinition<Topic, Line> VERSE = Lines.writing("write_verse");

    record Card(String title, List<String> verses, String picture, String signed) {}

    /** A step that is rejected once, items, a picture and a local step. */
    private static final ToolFlow<Topic, Card> CARD = ToolFlow.define("card", Topic.class, (flow, topic) -> {
        var title = flow.step(
                ToolCallStep.of(TITLE)
                        .audit(line -> line.text().equals("bad") ? List.of(Issue.critical("dull")) : List.of()),
                topic);
        var verses = flow.each(VERSE, title.map(t -> List.of(new Topic(t.text() + 1), new Topic(t.text() + 2))));
        var picture = flow.step(Lines.DRAW, title.map(t -> ImageGenerationInput.of(t.text())));
        var signed = flow.local("sign", Line.class, title, t -> new Line(t.text() + ", signed"));
        return verses.and(picture)
                .and(signed)
                .and(title)
                .map((v, p, s, t) -> new Card(
                        t.text(), v.stream().map(Line::text).toList(), p.image().sha256(), s.text()));
    });

    /** At most six commits of the rejected and accepted title, and those of four more steps and of the end. */
    static Stream<Arguments> moments() {
        return IntStream.rangeClosed(1, 18)
                .boxed()
                .flatMap(commit -> Stream.of(Moment.values()).map(moment -> Arguments.of(commit, moment)));
    }

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-26T10:00:00Z"));
    private final Clock clock = new Clock() {
        @Override
        public Instant instant() {
            return now.get();
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            throw new UnsupportedOperationException("always UTC");
        }
    };
    private final RunStore store = RunStore.memory(clock, Duration.ofSeconds(30));
    private final ImageStore images = ImageStore.memory(1 << 20);
    private final MockOpenAiToolService mock = MockOpenAiToolService.create();

    private ToolFlowEngine process(RunStore seen) {
        return ToolFlowEngine.builder(mock)
                .images(images)
                .clock(clock)
                .callsInFlight(1)
                .store(seen)
                .build();
    }

    @ParameterizedTest(name = "commit {0}, {1}")
    @MethodSource("moments")
    void costs_at_most_the_call_in_flight(int commit, Moment moment) {
        mock.on(TITLE)
                .usage(TokenUsage.of(10, 1))
                .answer(request -> new Line(request.input().feedback().isEmpty() ? "bad" : "good"));
        mock.on(VERSE).usage(TokenUsage.of(20, 2)).answer(request -> new Line(Lines.topicOf(request) + "!"));
        mock.on(Lines.DRAW).usage(TokenUsage.of(5, 500)).answerImage(8, 8);
        DyingStore dying = DyingStore.at(store, commit, moment);
        try (ToolFlowEngine first = process(dying)) {
            first.run(CARD, Lines.TEA, RunOptions.defaults().id("card-1"));
            dying.die();
        }
        int calls = mock.requests().size();
        now.updateAndGet(time -> time.plusSeconds(31));
        ToolFlowResult<Card> result;
        try (ToolFlowEngine second = process(store)) {
            result = second.run(CARD, Lines.TEA, RunOptions.defaults().id("card-1"));
        }
        assertThat(result.status()).as("%s", result.error()).isEqualTo(RunStatus.COMPLETED);
        assertThat(result.output().title()).isEqualTo("good");
        assertThat(result.output().verses()).containsExactly("good1!", "good2!");
        assertThat(mock.requests()).hasSizeBetween(5, 6).hasSizeGreaterThanOrEqualTo(calls);
        requireAllCounted(result);
    }

    /** What the server was asked is what the books say: what is known, and calls of which it is not known. */
    private void requireAllCounted(ToolFlowResult<Card> result) {
        Map<String, Integer> asked = new HashMap<>();
        mock.requests().stream().map(ToolCallRequest::stepId).forEach(id -> asked.merge(id, 1, Integer::sum));
        Map<String, Integer> counted = new HashMap<>();
        result.steps().forEach(step -> counted.put(step.id(), calls(step)));
        counted.values().removeIf(calls -> calls == 0);
        long unknown = result.usage().unreportedCalls();
        if (unknown == 0) {
            assertThat(counted).isEqualTo(asked);
        }
        assertThat(sum(counted) - sum(asked)).isBetween(0, Math.toIntExact(unknown));
        assertThat(result.reserved().calls()).isEqualTo(unknown);
    }

    private static int calls(StepResult<?> step) {
        return step.attempts().stream()
                .mapToInt(attempt -> attempt.made().calls())
                .sum();
    }

    private static int sum(Map<String, Integer> calls) {
        return calls.values().stream().mapToInt(Integer::intValue).sum();
    }
}
