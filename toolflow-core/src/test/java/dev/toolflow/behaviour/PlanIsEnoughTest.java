package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.DRAW;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.WRITE;
import static dev.toolflow.behaviour.Lines.writing;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.FlowPlan;
import dev.toolflow.RunOptions;
import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.audit.Issue;
import dev.toolflow.audit.Verdict;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.budget.Budget;
import dev.toolflow.budget.TokenEstimator;
import dev.toolflow.image.GeneratedImage;
import dev.toolflow.image.ImageEditInput;
import dev.toolflow.image.ImageGenerationInput;
import dev.toolflow.image.ImageSettings;
import dev.toolflow.step.ChatStepDefinition;
import dev.toolflow.step.ImageEditStepDefinition;
import dev.toolflow.step.OnFailure;
import dev.toolflow.step.StepAudit;
import dev.toolflow.step.StepDefinition;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.Rejection;
import dev.toolflow.tool.TokenUsage;
import dev.toolflow.tool.ToolCallException.Rejected;
import dev.toolflow.tool.ToolCallRequest;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PlanIsEnoughTest {
    private static final Topic LONG = new Topic("tea in a cup ".repeat(5_000));
    private static final StepDefinition<Topic, Line> SECOND = writing("second_line");

    public record Seen(GeneratedImage picture) {}

    private final MockOpenAiToolService mock = MockOpenAiToolService.create();
    private final ToolFlowEngine engine =
            Spender.engine(mock).tokenEstimator(TokenEstimator.standard()).build();

    private static ToolCallStep<Topic, Line> once(StepDefinition<Topic, Line> step) {
        return ToolCallStep.of(step).maxTokens(50).maxRetries(0);
    }

    private <I> FlowPlan enough(ToolFlow<I, ?> flow, I input) {
        FlowPlan plan = engine.plan(flow, input);
        var most = plan.most();
        Budget budget = Budget.usd(most.usd())
                .tokens(most.tokens())
                .images(most.images())
                .calls(most.calls());

        assertThat(plan.unknown()).isEmpty();
        var result = engine.run(flow, input, RunOptions.defaults().budget(budget));
        assertThat(result.status()).as("%s", result.error()).isIn(RunStatus.COMPLETED, RunStatus.PARTIAL);
        assertThat(mock.requests().stream()
                        .mapToLong(PlanIsEnoughTest::reserved)
                        .sum())
                .isLessThanOrEqualTo(most.tokens());
        return plan;
    }

    private static long reserved(ToolCallRequest request) {
        long input = TokenEstimator.standard().inputTokens(request);
        return request.endpoint().isImage() ? input : input + request.options().maxTokens();
    }

    @AfterEach
    void close() {
        engine.close();
    }

    @Nested
    class A_budget_of_what_a_plan_says {
        @Test
        void is_enough_for_an_input_that_is_known_in_part() {
            mock.on(WRITE).reply(Lines.CALM);
            mock.on(SECOND).reply(Lines.CALM);

            enough(
                    ToolFlow.define("partly", Topic.class, (flow, topic) -> {
                        var first = flow.step(once(WRITE), topic.map(t -> TEA));
                        return flow.step(
                                once(SECOND), topic.and(first).map((t, line) -> new Topic(t.text() + line.text())));
                    }),
                    LONG);
        }

        @Test
        void is_enough_for_a_loop_that_begins_with_a_long_value() {
            mock.on(WRITE).reply(Lines.CALM);

            enough(
                    ToolFlow.define(
                            "looping",
                            Topic.class,
                            (flow, topic) -> flow.repeat(
                                    "loop",
                                    1,
                                    topic,
                                    (body, last) -> body.step(once(WRITE), last).map(line -> new Topic(line.text())),
                                    last -> true)),
                    LONG);
        }

        @Test
        void is_enough_for_answers_in_letters_of_four_bytes_that_are_fed_back() {
            StepDefinition<Topic, Topic> pour =
                    ChatStepDefinition.named("pour", Topic.class, Topic.class).build();
            mock.on(pour)
                    .answer(request -> new Topic("\uD83C\uDF75".repeat(990)))
                    .usage(TokenUsage.of(10, 1_000));
            var step = ToolCallStep.of(pour)
                    .maxTokens(1_000)
                    .maxRetries(3)
                    .onFailure(OnFailure.CONTINUE)
                    .audit(tea -> List.of(Issue.critical("too much tea")));
            FlowPlan plan = enough(
                    ToolFlow.define(
                            "pouring",
                            Topic.class,
                            (flow, topic) -> flow.step(step, topic).map(Topic::text)),
                    TEA);

            assertThat(plan.assumed())
                    .containsExactly("pour: what its audits find in one attempt is no longer than 500 tokens");
        }

        @Test
        void is_enough_for_a_call_that_moderation_stops() {
            mock.on(WRITE).fail(new Rejected(Rejection.MODERATION, "no")).reply(Lines.CALM);

            FlowPlan plan = enough(Lines.flowOf(once(WRITE).onModeration(topic -> TEA)), new Topic("beer"));

            assertThat(plan.most().calls()).isEqualTo(2);
            assertThat(plan.assumed())
                    .containsExactly(
                            "write_line: its onModeration hook makes one call more, with an input that is no longer");
        }

        @Test
        void is_enough_for_an_audit_step_that_sees_the_input_and_the_output() {
            mock.on(WRITE).reply(Lines.CALM);
            mock.on(SECOND).reply(Lines.CALM);

            enough(
                    Lines.flowOf(once(WRITE)
                            .audit(StepAudit.of(
                                    once(SECOND),
                                    (topic, line) -> new Topic(topic.text() + line.text()),
                                    finding -> Verdict.of(List.of())))),
                    LONG);
        }

        @Test
        void is_enough_for_pictures_that_are_edited_and_seen_later() {
            StepDefinition<Seen, Line> look =
                    ChatStepDefinition.named("look", Seen.class, Line.class).build();
            ImageEditStepDefinition edit = ImageEditStepDefinition.create();
            mock.on(DRAW).image(1_024, 1_024);
            mock.on(edit).image(1_024, 1_024);
            mock.on(look).reply(Lines.CALM);
            FlowPlan plan = enough(
                    ToolFlow.define("pictures", Topic.class, (flow, topic) -> {
                        var drawn = flow.step(
                                ToolCallStep.of(DRAW)
                                        .maxRetries(0)
                                        .images(ImageSettings.none().quality("low")),
                                topic.map(t -> ImageGenerationInput.of(t.text())));
                        var edited = flow.step(
                                ToolCallStep.of(edit)
                                        .maxRetries(0)
                                        .images(ImageSettings.none().quality("low")),
                                drawn.map(made -> ImageEditInput.of("On marble", made.image())));
                        return flow.step(
                                ToolCallStep.of(look).maxTokens(50).maxRetries(0),
                                edited.map(made -> new Seen(made.image())));
                    }),
                    TEA);

            assertThat(plan.assumed())
                    .contains(
                            "edit_image: it asks for 1 picture of quality low and size auto, as step and engine say,"
                                    + " whatever its input may ask for",
                            "edit_image: it edits 1 picture",
                            "look: it sees 1 picture of up to 1536x1536");
            assertThat(plan.steps().get(1).most().tokens()).isGreaterThan(7_000);
        }
    }
}
