package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.DRAW;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.flowOf;
import static dev.toolflow.behaviour.Lines.pictureFlow;
import static dev.toolflow.behaviour.Spender.line;
import static dev.toolflow.behaviour.Spender.lines;
import static dev.toolflow.behaviour.Spender.topics;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.toolflow.FlowPlan;
import dev.toolflow.InvalidInputException;
import dev.toolflow.PlannedStep;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.budget.Spending;
import dev.toolflow.image.ImageGenerationInput;
import dev.toolflow.image.ImageGenerationOutput;
import dev.toolflow.image.ImageSettings;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.step.VisionAudit;
import dev.toolflow.testing.MockOpenAiToolService;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PlanTest {
    private static final ToolFlow<Topic, ImageGenerationOutput> LINE_AND_PICTURE =
            ToolFlow.define("line-and-picture", Topic.class, (flow, topic) -> {
                var text = flow.step(line(), topic);
                return flow.step(ToolCallStep.of(DRAW), text.map(line -> ImageGenerationInput.of(line.text())));
            });

    private final MockOpenAiToolService mock = MockOpenAiToolService.create();
    private final ToolFlowEngine engine = Spender.engine(mock).build();

    @AfterEach
    void close() {
        engine.close();
        assertThat(mock.requests()).isEmpty();
    }

    private static Spending most(String usd, long tokens, long images, long calls) {
        return new Spending(new BigDecimal(usd), tokens, images, calls);
    }

    @Nested
    class A_step {
        @Test
        void takes_one_call_at_worst_where_it_is_tried_once() {
            FlowPlan plan = engine.plan(flowOf(line().maxRetries(0)), TEA);

            assertThat(plan.steps()).hasSize(1);
            assertThat(plan.steps().get(0).model()).isEqualTo("gpt-5.4-mini");
            assertThat(plan.most()).isEqualTo(most("0.01", 2_000, 0, 1));
            assertThat(plan.unknown()).isEmpty();
            assertThat(plan.assumed()).isEmpty();
        }

        @Test
        void takes_all_its_attempts_and_the_answers_that_are_fed_back_to_each() {
            FlowPlan plan = engine.plan(flowOf(line().maxRetries(2)), TEA);

            assertThat(plan.most()).isEqualTo(most("0.0675", 3 * 2_000 + 2_500 + 5_000, 0, 3));
        }

        @Test
        void takes_what_is_assumed_of_its_input_where_other_steps_make_that() {
            FlowPlan plan = engine.plan(LINE_AND_PICTURE, TEA);
            PlannedStep picture = plan.steps().get(1);

            assertThat(picture.most().images()).isEqualTo(4);
            assertThat(picture.assumed())
                    .containsExactly(
                            "its input is made by write_line and no longer than 2000 tokens",
                            "it asks for 1 picture of quality auto and size auto, as step and engine say, whatever its input may ask for");
            assertThat(plan.most().calls()).isEqualTo(8);
        }

        @Test
        void that_is_local_takes_nothing() {
            ToolFlow<Topic, String> flow =
                    ToolFlow.define("local", Topic.class, (f, topic) -> f.local("upper", topic, Topic::text));

            assertThat(engine.plan(flow, TEA).most()).isEqualTo(Spending.nothing());
        }
    }

    @Nested
    class A_picture {
        @Test
        void takes_the_dearest_where_size_and_quality_are_left_to_the_model() {
            assertThat(engine.plan(pictureFlow(ToolCallStep.of(DRAW).maxRetries(0)), TEA)
                            .most())
                    .isEqualTo(most("0.03", 2_000, 1, 1));
        }

        @Test
        void takes_what_its_step_says_and_all_its_candidates() {
            var step = ToolCallStep.of(DRAW)
                    .maxRetries(0)
                    .bestOf(3)
                    .images(ImageSettings.none().quality("low").size("1024x1024"));

            assertThat(engine.plan(pictureFlow(step), TEA).most()).isEqualTo(most("0.02", 1_600, 3, 1));
        }

        @Test
        void that_is_looked_at_takes_a_call_of_its_judge_for_each_candidate_of_each_attempt() {
            var step = ToolCallStep.of(DRAW)
                    .maxRetries(1)
                    .bestOf(2)
                    .audit(VisionAudit.of("a cup").named("look").with(judge -> judge.maxRetries(0)));
            FlowPlan plan = engine.plan(pictureFlow(step), TEA);

            assertThat(plan.steps().get(1).id()).isEqualTo("generate_image~look");
            assertThat(plan.steps().get(1).times()).hasValue(4);
            assertThat(plan.steps().get(1).most().calls()).isEqualTo(4);
            assertThat(plan.assumed()).anySatisfy(what -> assertThat(what).contains("it sees 1 picture of up to"));
        }
    }

    @Nested
    class A_step_for_each_item {
        @Test
        void is_counted_exactly_where_the_items_follow_from_the_input() {
            FlowPlan plan = engine.plan(lines(line().maxRetries(0)), topics(7));

            assertThat(plan.steps().get(0).id()).isEqualTo("write_line[*]");
            assertThat(plan.steps().get(0).times()).hasValue(7);
            assertThat(plan.most()).isEqualTo(most("0.07", 14_000, 0, 7));
        }

        @Test
        void is_told_for_one_item_where_steps_make_the_items() {
            ToolFlow<Topic, List<Line>> flow = ToolFlow.define("made", Topic.class, (f, topic) -> {
                var first = f.step(line().as("first").maxRetries(0), topic);
                return f.each(line().as("rest").maxRetries(0), first.map(line -> List.of(new Topic(line.text()))));
            });
            FlowPlan plan = engine.plan(flow, TEA);

            assertThat(plan.steps().get(1).times()).isEmpty();
            assertThat(plan.steps().get(1).total()).isEmpty();
            assertThat(plan.steps().get(1).most()).isEqualTo(most("0.02", 4_000, 0, 1));
            assertThat(plan.most()).isEqualTo(most("0.01", 2_000, 0, 1));
            assertThat(plan.unknown()).containsExactly("rest[*]: how many items it has, since they are made by first");
        }
    }

    @Nested
    class What_cannot_be_told {
        @Test
        void is_named_and_so_is_how_to_mend_it() {
            FlowPlan plan = engine.plan(flowOf(line().model("mystery-1").maxRetries(0)), TEA);

            assertThat(plan.most()).isEqualTo(most("0", 2_000, 0, 1));
            assertThat(plan.unknown())
                    .singleElement()
                    .asString()
                    .startsWith("write_line: the price of model 'mystery-1'");
        }

        @Test
        void is_said_of_a_step_that_would_fail_on_its_input() {
            FlowPlan plan = engine.plan(
                    ToolFlow.define("blank", Topic.class, (f, topic) -> f.step(line(), topic.map(t -> new Topic(" ")))),
                    TEA);

            assertThat(plan.unknown())
                    .singleElement()
                    .asString()
                    .startsWith("write_line: it would fail: step 'write_line': its input is not valid");
        }

        @Test
        void is_no_plan_where_the_flow_s_own_input_is_wrong() {
            assertThatThrownBy(() -> engine.plan(flowOf(line()), new Topic(" ")))
                    .isInstanceOf(InvalidInputException.class);
        }
    }

    @Nested
    class A_plan {
        private final FlowPlan plan = engine.plan(LINE_AND_PICTURE, TEA);

        @Test
        void is_a_table_for_people() {
            assertThat(plan.toText())
                    .startsWith("Plan of flow 'line-and-picture', at worst\n\nstep            tool            model")
                    .containsPattern("write_line +write_line +gpt-5.4-mini +1 +4 +0 +23,000 +0.1150\n")
                    .containsPattern("total +8 +4 +")
                    .contains("\nAssumed:\n- generate_image: its input is made by write_line")
                    .doesNotContain("Not known");
        }

        @Test
        void is_a_chart_with_what_each_step_takes() {
            assertThat(plan.mermaid())
                    .startsWith("flowchart LR\n")
                    .contains("[\"write_line<br/>gpt-5.4-mini<br/>calls ≤ 4, USD ≤ 0.1150\"]")
                    .contains("n1 --> n2");
        }

        @Test
        void is_json_for_programs() throws Exception {
            JsonNode json = new ObjectMapper().readTree(plan.toJson());

            assertThat(json.at("/flow").asText()).isEqualTo("line-and-picture");
            assertThat(json.at("/steps/0/most/calls").asInt()).isEqualTo(4);
            assertThat(json.at("/most/calls").asInt()).isEqualTo(8);
            assertThat(json.at("/steps/1/assumed").size()).isEqualTo(2);
        }
    }
}
