package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.DRAW;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.pictureFlow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.audit.Issue;
import dev.toolflow.audit.IssueSeverity;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.behaviour.Lines.Topics;
import dev.toolflow.image.GeneratedImage;
import dev.toolflow.image.ImageEditInput;
import dev.toolflow.image.ImageGenerationInput;
import dev.toolflow.step.ImageEditStepDefinition;
import dev.toolflow.step.OnFailure;
import dev.toolflow.step.StepResult;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.step.VisionAudit;
import dev.toolflow.step.VisionAudit.Finding;
import dev.toolflow.step.VisionAudit.Findings;
import dev.toolflow.step.VisionAudit.Question;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.ImageDetail;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class VisionAuditTest {
    private static final ImageEditStepDefinition TOUCH = ImageEditStepDefinition.create();
    private static final VisionAudit NO_TEXT = VisionAudit.of("no text in the picture", "one cup");
    private static final Findings GOOD = new Findings(List.of(), 93);
    private static final Findings TEXT = new Findings(
            List.of(new Finding(IssueSeverity.CRITICAL, "it says SALE", "leave the sign blank", null)), 20);

    private final MockOpenAiToolService mock = MockOpenAiToolService.create();
    private final ToolFlowEngine engine = ToolFlowEngine.create(mock);

    @AfterEach
    void closeTheEngine() {
        engine.close();
    }

    @Nested
    class A_vision_audit {
        @Test
        void shows_a_chat_model_the_picture_the_prompt_and_the_criteria() {
            mock.on(DRAW).image(8, 8);
            mock.on(NO_TEXT.definition()).reply(GOOD);

            var result = engine.run(pictureFlow(ToolCallStep.of(DRAW).as("hero").audit(NO_TEXT)), TEA);

            GeneratedImage hero = result.step(DRAW).output().orElseThrow().image();
            var asked = mock.requests(NO_TEXT.definition()).get(0);
            assertThat(asked.input().value())
                    .isEqualTo(new Question(List.of(hero), "tea", List.of("no text in the picture", "one cup")));
            assertThat(asked.input().images()).containsExactly(hero);
            assertThat(asked.tool().name()).isEqualTo("audit_image");
            assertThat(asked.tool().instructions()).contains("Look at every picture");
            assertThat(result.step("hero~vision", NO_TEXT.definition()).output())
                    .contains(GOOD);
            assertThat(result.step(DRAW).attempts().get(0).score()).hasValue(93);
        }

        @Test
        void has_its_findings_folded_into_the_next_prompt() {
            mock.on(DRAW).image(8, 8).image(16, 16);
            mock.on(NO_TEXT.definition()).reply(TEXT, GOOD);

            var result = engine.run(pictureFlow(ToolCallStep.of(DRAW).audit(NO_TEXT)), TEA);

            assertThat(result.status()).isEqualTo(RunStatus.COMPLETED);
            assertThat(mock.requests(DRAW).get(1).input().feedback().get(0).issues())
                    .containsExactly(Issue.critical("it says SALE")
                            .suggest("leave the sign blank")
                            .from("vision"));
        }

        @Test
        void says_no_place_where_there_is_one_picture() {
            mock.on(DRAW).image(8, 8);
            mock.on(NO_TEXT.definition())
                    .reply(new Findings(List.of(new Finding(IssueSeverity.LOW, "dull", null, 0)), 70));

            assertThat(engine.run(pictureFlow(ToolCallStep.of(DRAW).audit(NO_TEXT)), TEA)
                            .issues())
                    .contains(Issue.low("dull").from("vision"));
        }

        @ParameterizedTest
        @CsvSource({"0, images[0]", "1, images[1]", "2,", "99,"})
        void says_which_of_several_pictures_is_meant_and_no_place_for_one_that_there_is_not(int index, String path) {
            mock.on(DRAW).images(2, 8, 8);
            mock.on(NO_TEXT.definition())
                    .reply(new Findings(List.of(new Finding(IssueSeverity.LOW, "dull", null, index)), 70));
            var two = ToolFlow.define(
                    "two",
                    Topic.class,
                    (flow, topic) -> flow.step(
                            ToolCallStep.of(DRAW).audit(NO_TEXT),
                            topic.map(t -> ImageGenerationInput.of(t.text()).n(2))));

            assertThat(engine.run(two, TEA).issues())
                    .contains(new Issue(IssueSeverity.LOW, "dull", path, null, "vision"));
        }

        @Test
        void looks_at_edits_too() {
            mock.on(DRAW).image(8, 8);
            mock.on(TOUCH).image(8, 8);
            mock.on(NO_TEXT.definition()).reply(GOOD);
            var touched = ToolFlow.define("touched", Topic.class, (flow, topic) -> {
                var hero = flow.step(DRAW, topic.map(t -> ImageGenerationInput.of(t.text())));
                return flow.step(
                        ToolCallStep.of(TOUCH).audit(NO_TEXT),
                        hero.map(made -> ImageEditInput.of("brighter", made.image())));
            });

            engine.run(touched, TEA).output();

            assertThat(((Question) mock.requests(NO_TEXT.definition())
                                    .get(0)
                                    .input()
                                    .value())
                            .prompt())
                    .isEqualTo("brighter");
        }

        @Test
        void looks_at_each_item_by_itself() {
            mock.on(DRAW).answerImage(8, 8);
            mock.on(NO_TEXT.definition()).answer(request -> GOOD);
            var icons = ToolFlow.define(
                    "icons",
                    Topics.class,
                    (flow, topics) -> flow.each(
                            ToolCallStep.of(DRAW).as("icon").audit(NO_TEXT),
                            topics.map(all -> all.each().stream()
                                    .map(topic -> ImageGenerationInput.of(topic.text()))
                                    .toList())));

            assertThat(engine.run(icons, new Topics(List.of("a", "b"))).steps())
                    .extracting(StepResult::id)
                    .containsExactly("icon[0]", "icon[0]~vision", "icon[1]", "icon[1]~vision");
        }

        @Test
        void can_have_another_name_model_and_instructions() {
            VisionAudit strict = NO_TEXT.named("strict")
                    .model("gpt-5.4")
                    .instructions("You are strict.")
                    .detail(ImageDetail.HIGH)
                    .with(judge -> judge.maxTokens(700));
            mock.on(DRAW).image(8, 8);
            mock.on(NO_TEXT.definition()).reply(GOOD);
            mock.on(strict.definition()).reply(GOOD);

            var result =
                    engine.run(pictureFlow(ToolCallStep.of(DRAW).audit(NO_TEXT).audit(strict)), TEA);

            assertThat(result.steps())
                    .extracting(StepResult::id)
                    .containsExactly("generate_image", "generate_image~vision", "generate_image~strict");
            assertThat(mock.requests(strict.definition())).singleElement().satisfies(asked -> {
                assertThat(asked.model()).isEqualTo("gpt-5.4");
                assertThat(asked.tool().instructions()).isEqualTo("You are strict.");
                assertThat(asked.options().maxTokens()).isEqualTo(700);
                assertThat(asked.options().imageDetail()).isEqualTo(ImageDetail.HIGH);
            });
        }

        @Test
        void has_criteria_that_say_something() {
            assertThatThrownBy(() -> VisionAudit.of("one cup", " "))
                    .hasMessage("criteria: must not be blank; say what every picture must meet");
            assertThat(NO_TEXT).hasToString("VisionAudit[vision, criteria=2]");
            assertThat(new Question(List.of(), "a secret tin", List.of("no text")))
                    .hasToString("Question[images=0, prompt=<12 characters>, criteria=1]");
            Finding finding = new Finding(IssueSeverity.HIGH, "a secret word", "leave it out", 1);
            assertThat(finding).hasToString("Finding[HIGH, message=<13 characters>, image=1]");
            assertThat(new Findings(List.of(finding), 40)).hasToString("Findings[findings=1, score=40]");
            assertThat(NO_TEXT.criteria()).hasSize(2);
        }
    }

    @Nested
    class A_picture_that_it_never_lets_pass {
        private ToolFlow<Topic, String> flow(OnFailure policy) {
            mock.on(DRAW).answerImage(8, 8);
            mock.on(NO_TEXT.definition()).answer(request -> TEXT);
            return pictureFlow(
                    ToolCallStep.of(DRAW).audit(NO_TEXT).maxRetries(1).onFailure(policy));
        }

        @Test
        void fails_the_run() {
            var result = engine.run(flow(OnFailure.STOP), TEA);

            assertThat(result.status()).isEqualTo(RunStatus.FAILED);
            assertThat(result.step(DRAW).attempts()).hasSize(2);
            assertThat(result.steps(NO_TEXT.definition())).hasSize(2);
        }

        @Test
        void is_used_all_the_same_where_the_step_goes_on() {
            var result = engine.run(flow(OnFailure.CONTINUE), TEA);

            assertThat(result.status()).isEqualTo(RunStatus.PARTIAL);
            assertThat(result.output()).isNotEmpty();
        }
    }
}
