package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.CachedRuns.CACHED;
import static dev.toolflow.behaviour.Lines.CALM;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.WRITE;
import static dev.toolflow.behaviour.Lines.flowOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.RunOptions;
import dev.toolflow.audit.AuditFunction;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.cache.ResultCache;
import dev.toolflow.step.ChatStepDefinition;
import dev.toolflow.step.StepDefinition;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.Classification;
import dev.toolflow.tool.Credentials;
import dev.toolflow.tool.ImageDetail;
import java.net.URI;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class SomethingElseThanCachedTest {
    private final CachedRuns cached = new CachedRuns();
    private final MockOpenAiToolService mock = cached.mock;
    private final ResultCache cache = cached.cache;

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
        cached.run(CACHED);
        cached.run(change.apply(CACHED));

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
                    assertThat(cached.run(ToolCallStep.of(other).cached())
                                    .steps()
                                    .get(0)
                                    .isCached())
                            .isFalse();
                });
        assertThat(cached.run(ToolCallStep.of(definition("d", "i", "2")).cached())
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
        cached.run(CACHED);
        cached.run(CACHED, new Topic("coffee"), RunOptions.defaults());
        cached.run(CACHED, TEA, RunOptions.defaults().tenant("a"));
        cached.run(CACHED, TEA, RunOptions.defaults().tenant("b"));

        assertThat(mock.requests()).hasSize(4);
        assertThat(cached.run(CACHED, TEA, RunOptions.defaults().tenant("b"))
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
        try (var engine = cached.engine(builder -> builder.resultCache(cache).credentials(run -> credentials))) {
            return engine.run(flowOf(CACHED), TEA).step(WRITE).isCached();
        }
    }

    @Test
    void about_the_classification_is_asked_anew() {
        mock.on(WRITE).reply(CALM, CALM);
        RunOptions secret = RunOptions.defaults().classification(Classification.SECRET);
        try (var engine = cached.engine(
                builder -> builder.resultCache(cache).classification("gpt-5.4-mini", Classification.SECRET))) {
            engine.run(flowOf(CACHED), TEA, secret).output();
            engine.run(flowOf(CACHED), TEA).output();
        }

        assertThat(mock.requests()).hasSize(2);
    }
}
