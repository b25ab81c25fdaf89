package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.CALM;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.TOO_LONG;
import static dev.toolflow.behaviour.Lines.WRITE;
import static dev.toolflow.behaviour.Lines.flowOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.EngineBuilder;
import dev.toolflow.RunOptions;
import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.audit.AuditFunction;
import dev.toolflow.audit.Issue;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.budget.ModelPrice;
import dev.toolflow.budget.PriceList;
import dev.toolflow.cache.ResultCache;
import dev.toolflow.event.ToolFlowEvent;
import dev.toolflow.step.ChatStepDefinition;
import dev.toolflow.step.StepDefinition;
import dev.toolflow.step.StepResult;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.Classification;
import dev.toolflow.tool.Credentials;
import dev.toolflow.tool.ImageDetail;
import dev.toolflow.tool.Rejection;
import dev.toolflow.tool.TokenUsage;
import dev.toolflow.tool.ToolCallException;
import java.math.BigDecimal;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class ResultCacheInRunsTest {
    private static final ToolCallStep<Topic, Line> CACHED =
            ToolCallStep.of(WRITE).cached();

    private final MockOpenAiToolService mock = MockOpenAiToolService.create();
    private final ResultCache cache = ResultCache.memory(100);

    private ToolFlowEngine engine() {
        return engine(builder -> builder.resultCache(cache));
    }

    private ToolFlowEngine engine(UnaryOperator<EngineBuilder> settings) {
        return settings.apply(ToolFlowEngine.builder(mock)
                        .prices(PriceList.empty().with("gpt", ModelPrice.perMillion("1", "1"))))
                .build();
    }

    private ToolFlowResult<Line> run(ToolCallStep<Topic, Line> step, Topic topic, RunOptions options) {
        try (var engine = engine()) {
            ToolFlowResult<Line> result = engine.run(flowOf(step), topic, options);
            assertThat(result.status()).isEqualTo(RunStatus.COMPLETED);
            return result;
        }
    }

    private ToolFlowResult<Line> run(ToolCallStep<Topic, Line> step) {
        return run(step, TEA, RunOptions.defaults());
    }

    @Nested
    class The_same_step_asked_the_same_again {
        @Test
        void takes_the_earlier_output_without_a_call_and_at_no_cost_and_says_so() {
            mock.on(WRITE).usage(TokenUsage.of(10, 5)).reply(CALM);
            assertThat(run(CACHED).cost().usd()).isGreaterThan(BigDecimal.ZERO);

            ToolFlowResult<Line> again = run(CACHED);

            assertThat(again.output()).isEqualTo(CALM);
            StepResult<Line> step = again.step(WRITE);
            assertThat(step.isCached()).isTrue();
            assertThat(step.attempts()).singleElement().satisfies(attempt -> {
                assertThat(attempt.made().isCached()).isTrue();
                assertThat(attempt.made().calls()).isZero();
                assertThat(attempt.made().model()).isEqualTo("gpt-5.4-mini");
            });
            assertThat(again.usage()).isEqualTo(TokenUsage.none());
            assertThat(again.cost().usd()).isZero();
            assertThat(again.cost().isComplete()).isTrue();
            assertThat(again.toJson()).contains("\"cached\":true");
            assertThat(mock.requests()).hasSize(1);
        }

        @Test
        void tells_it_as_an_event_between_begin_and_end_of_its_attempt() {
            mock.on(WRITE).reply(CALM);
            run(CACHED);
            RecordingListener heard = new RecordingListener();
            run(CACHED, TEA, RunOptions.defaults().listener(heard));

            assertThat(heard.events())
                    .filteredOn(event -> !(event instanceof ToolFlowEvent.RunStarted))
                    .extracting(event -> event.getClass().getSimpleName())
                    .startsWith("StepStarted", "AttemptStarted", "ResultRecalled", "AttemptFinished", "StepFinished");
        }

        @Test
        void calls_again_where_step_or_engine_does_not_say_that_it_is_cached() {
            mock.on(WRITE).reply(CALM, CALM, CALM, CALM);
            run(CACHED);
            run(ToolCallStep.of(WRITE));
            try (var engine = engine(builder -> builder)) {
                engine.run(flowOf(CACHED), TEA).output();
            }

            assertThat(mock.requests()).hasSize(3);
            assertThat(run(CACHED).step(WRITE).isCached()).isTrue();
        }

        @Test
        void finds_what_was_accepted_in_a_later_round_of_the_first_run() {
            mock.on(WRITE).reply(TOO_LONG, CALM);
            run(CACHED);

            ToolFlowResult<Line> again = run(CACHED);

            assertThat(again.output()).isEqualTo(CALM);
            assertThat(again.step(WRITE).attempts()).hasSize(1);
        }

        @Test
        void finds_nothing_where_another_model_had_to_answer() {
            mock.on(WRITE)
                    .fail(new ToolCallException.Rejected(Rejection.NOT_FOUND, "no such model"))
                    .reply(CALM, CALM);
            ToolCallStep<Topic, Line> step = CACHED.fallback("gpt-4o");
            run(step);

            assertThat(run(step).step(WRITE).isCached()).isFalse();
            assertThat(run(step).step(WRITE).isCached()).isTrue();
        }

        @Test
        void finds_nothing_where_moderation_had_its_input_softened() {
            mock.on(WRITE).answer(request -> {
                if (Lines.topicOf(request).equals("beer")) {
                    throw new ToolCallException.Rejected(Rejection.MODERATION, "no");
                }
                return CALM;
            });
            Topic beer = new Topic("beer");
            ToolCallStep<Topic, Line> softened = CACHED.onModeration(topic -> TEA);
            run(softened, beer, RunOptions.defaults());

            assertThat(run(softened, beer, RunOptions.defaults()).step(WRITE).isCached())
                    .isFalse();
            try (var engine = engine()) {
                assertThat(engine.run(flowOf(CACHED), beer).status()).isEqualTo(RunStatus.FAILED);
            }
        }

        @Test
        void finds_nothing_where_no_output_was_accepted() {
            mock.on(WRITE).reply(TOO_LONG, CALM);
            try (var engine = engine()) {
                engine.run(flowOf(CACHED.maxRetries(0)), TEA);
            }

            assertThat(run(CACHED).step(WRITE).isCached()).isFalse();
        }
    }

    @Nested
    class What_is_taken {
        @Test
        void is_sanitized_again_from_what_came_in() {
            mock.on(WRITE).reply(CALM);
            ToolCallStep<Topic, Line> louder = CACHED.sanitizeOutput(line -> new Line(line.text() + "!"));
            run(louder);

            assertThat(run(louder).output()).isEqualTo(new Line(CALM.text() + "!"));
        }

        @Test
        void keeps_the_issues_of_its_audits_which_are_not_asked_again() {
            mock.on(WRITE).reply(CALM);
            mock.on(Tones.JUDGE).reply(Tones.FRIENDLY);
            ToolCallStep<Topic, Line> audited = CACHED.audit(AuditFunction.named(
                            "rhyme", line -> List.of(Issue.high("no rhyme").at("text"))))
                    .audit(Tones.tone());
            ToolFlowResult<Line> first = run(audited);

            ToolFlowResult<Line> again = run(audited);

            assertThat(again.step(WRITE).issues())
                    .isEqualTo(first.step(WRITE).issues())
                    .extracting(Issue::source)
                    .containsExactly("rhyme");
            assertThat(again.step(WRITE).attempts().get(0).score())
                    .isEqualTo(first.step(WRITE).attempts().get(0).score());
            assertThat(mock.requests()).hasSize(2);
        }

        @Test
        void is_left_where_it_no_longer_passes() {
            mock.on(WRITE).reply(TOO_LONG, CALM);
            run(CACHED.passWhen(anything()));

            assertThat(run(CACHED).output()).isEqualTo(CALM);
            assertThat(mock.requests()).hasSize(2);
        }

        private static dev.toolflow.audit.PassCriterion anything() {
            return issues -> true;
        }
    }

    @Nested
    class Something_else {
        static Stream<UnaryOperator<ToolCallStep<Topic, Line>>> steps() {
            return Stream.of(
                    step -> step.model("gpt-4o"),
                    step -> step.temperature(0.5),
                    step -> step.maxTokens(9),
                    step -> step.imageDetail(ImageDetail.LOW),
                    step -> step.as("other"),
                    step -> step.audit(AuditFunction.named("another", line -> List.of())),
                    step -> step.sanitizeInput(topic -> new Topic(topic.text() + "s")));
        }

        @ParameterizedTest
        @MethodSource("steps")
        void about_the_step_is_asked_anew(UnaryOperator<ToolCallStep<Topic, Line>> change) {
            mock.on(WRITE).reply(CALM, CALM);
            run(CACHED);
            run(change.apply(CACHED));

            assertThat(mock.requests()).hasSize(2);
        }

        @Test
        void in_the_definition_is_asked_anew_and_so_is_another_version_of_the_same() {
            Stream.of(
                            definition("d", "i", "1"),
                            definition("D", "i", "1"),
                            definition("d", "I", "1"),
                            definition("d", "i", "2"))
                    .forEach(other -> {
                        mock.on(other).reply(CALM);
                        assertThat(run(ToolCallStep.of(other).cached())
                                        .steps()
                                        .get(0)
                                        .isCached())
                                .isFalse();
                    });
            assertThat(run(ToolCallStep.of(definition("d", "i", "2")).cached())
                            .steps()
                            .get(0)
                            .isCached())
                    .isTrue();
        }

        private static StepDefinition<Topic, Line> definition(String description, String instructions, String version) {
            return ChatStepDefinition.named("write", Topic.class, Line.class)
                    .description(description)
                    .instructions(instructions)
                    .version(version)
                    .build();
        }

        @Test
        void about_the_run_is_asked_anew() {
            mock.on(WRITE).reply(CALM, CALM, CALM, CALM);
            run(CACHED);
            run(CACHED, new Topic("coffee"), RunOptions.defaults());
            run(CACHED, TEA, RunOptions.defaults().tenant("a"));
            run(CACHED, TEA, RunOptions.defaults().tenant("b"));

            assertThat(mock.requests()).hasSize(4);
            assertThat(run(CACHED, TEA, RunOptions.defaults().tenant("b"))
                            .step(WRITE)
                            .isCached())
                    .isTrue();
        }

        @Test
        void about_whom_its_credentials_bill_or_where_they_go_is_asked_anew_but_not_a_new_key() {
            mock.on(WRITE).answer(request -> CALM);
            Credentials first = Credentials.of("sk-first-0123456789");

            assertThat(Stream.of(
                                    first,
                                    first.organization("org-1"),
                                    first.organization("org-2"),
                                    first.project("org-1"),
                                    first.baseUrl(URI.create("https://eu.example/v1")))
                            .map(this::isCached))
                    .containsOnly(false);
            assertThat(isCached(Credentials.of("sk-second-0123456789").organization("org-2")))
                    .isTrue();
        }

        private boolean isCached(Credentials credentials) {
            try (var engine = engine(builder -> builder.resultCache(cache).credentials(run -> credentials))) {
                return engine.run(flowOf(CACHED), TEA).step(WRITE).isCached();
            }
        }

        @Test
        void about_the_classification_is_asked_anew() {
            mock.on(WRITE).reply(CALM, CALM);
            RunOptions secret = RunOptions.defaults().classification(Classification.SECRET);
            try (var engine = engine(
                    builder -> builder.resultCache(cache).classification("gpt-5.4-mini", Classification.SECRET))) {
                engine.run(flowOf(CACHED), TEA, secret).output();
                engine.run(flowOf(CACHED), TEA).output();
            }

            assertThat(mock.requests()).hasSize(2);
        }
    }

    @Nested
    class A_cache_that_fails {
        static Stream<Consumer<String>> faults() {
            return Stream.of(
                    text -> {
                        throw new IllegalStateException(text);
                    },
                    text -> {
                        throw new AssertionError(text);
                    },
                    text -> {
                        throw new OutOfMemoryError(text);
                    });
        }

        private static ResultCache throwing(Consumer<String> fault) {
            return new ResultCache() {
                @Override
                public Optional<String> find(String key) {
                    fault.accept("SECRET output");
                    return Optional.empty();
                }

                @Override
                public void put(String key, String entry) {
                    fault.accept(entry);
                }
            };
        }

        @ParameterizedTest
        @MethodSource("faults")
        void harms_no_run_and_is_told_in_the_log_without_what_it_says(Consumer<String> fault) {
            mock.on(WRITE).reply(CALM);
            try (var log = CapturedLog.of("dev.toolflow.RecalledResult")) {
                try (var engine = engine(builder -> builder.resultCache(throwing(fault)))) {
                    assertThat(engine.run(flowOf(CACHED), TEA).output()).isEqualTo(CALM);
                }

                assertThat(log.lines())
                        .filteredOn(line -> line.contains("step=write_line"))
                        .hasSize(2)
                        .allSatisfy(
                                line -> assertThat(line).contains("java.lang.").doesNotContain("SECRET", CALM.text()));
            }
        }

        @Test
        void by_having_nonsense_harms_no_run() {
            mock.on(WRITE).reply(CALM, CALM);
            ResultCache nonsense = new ResultCache() {
                @Override
                public Optional<String> find(String key) {
                    return Optional.of("{\"output\":\"{}\",\"issues\":[],\"score\":null}");
                }

                @Override
                public void put(String key, String entry) {}
            };
            try (var engine = engine(builder -> builder.resultCache(nonsense))) {
                assertThat(engine.run(flowOf(CACHED), TEA).output()).isEqualTo(CALM);
            }
        }
    }
}
