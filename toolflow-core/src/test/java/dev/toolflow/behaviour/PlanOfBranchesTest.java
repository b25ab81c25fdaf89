package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.TEA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.FlowBuilder;
import dev.toolflow.FlowPlan;
import dev.toolflow.PlannedStep;
import dev.toolflow.Ref;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.testing.MockOpenAiToolService;
import java.util.Collections;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A choice that follows from what a step makes: which branch is taken is not known before. */
@Timeout(60)
class PlanOfBranchesTest {
    private final MockOpenAiToolService mock = MockOpenAiToolService.create();
    private final ToolFlowEngine engine = Spender.engine(mock).build();

    private static ToolCallStep<Topic, Line> once(String id) {
        return Spender.line().as(id).maxRetries(0);
    }

    private FlowPlan plan(
            BiFunction<FlowBuilder, Ref<Topic>, Ref<Integer>> yes,
            BiFunction<FlowBuilder, Ref<Topic>, Ref<Integer>> no) {
        ToolFlow<Topic, Integer> flow = ToolFlow.define("choosing", Topic.class, (f, topic) -> {
            var first = f.step(once("first"), topic);
            return f.choose(
                    first.map(line -> line.text().isEmpty()),
                    then -> yes.apply(then, topic),
                    otherwise -> no.apply(otherwise, topic));
        });
        return engine.plan(flow, TEA);
    }

    private static Ref<Integer> one(FlowBuilder flow, Ref<Topic> topic, ToolCallStep<Topic, Line> step) {
        return flow.step(step, topic).map(line -> 1);
    }

    @AfterEach
    void close() {
        engine.close();
        assertThat(mock.requests()).isEmpty();
    }

    @Test
    void a_total_has_the_money_of_the_branch_that_takes_more_money_and_the_calls_of_the_one_that_takes_more_calls() {
        List<Topic> forty = Collections.nCopies(40, TEA);
        FlowPlan plan = plan(
                (flow, topic) -> flow.each(once("many").maxTokens(10), topic.map(t -> forty))
                        .map(List::size),
                (flow, topic) -> one(flow, topic, once("dear").maxTokens(100_000)));

        assertThat(plan.most().calls()).isEqualTo(1 + 40);
        assertThat(plan.most().tokens()).isEqualTo(2_000 + 101_000);
        assertThat(plan.most().usd()).isEqualByComparingTo("0.515");
        assertThat(plan.steps()).extracting(PlannedStep::id).containsExactly("first", "choose#1", "many[*]", "dear");
        assertThat(plan.assumed())
                .anySatisfy(what -> assertThat(what).startsWith("choose#1: one of its branches is taken"));
    }

    @Test
    void what_is_unknown_is_named_in_either_branch() {
        FlowPlan plan = plan(
                (flow, topic) -> one(flow, topic, once("mystery").model("mystery-1")),
                (flow, topic) -> one(flow, topic, once("dear").maxTokens(100_000)));

        assertThat(plan.unknown())
                .singleElement()
                .asString()
                .startsWith("mystery: the price of model 'mystery-1' is not known");
        assertThat(plan.toText().lines())
                .anyMatch(line -> line.matches(" *mystery .*\\+\\?"))
                .anyMatch(line -> line.matches(" *total .*\\+\\?"))
                .noneMatch(line -> line.matches(" *dear .*\\+\\?"));
    }

    @Test
    void items_of_an_unknown_number_are_named_however_much_the_other_branch_takes() {
        ToolFlow<Topic, Integer> flow = ToolFlow.define("choosing", Topic.class, (f, topic) -> {
            var first = f.step(once("first"), topic);
            return f.choose(
                    first.map(line -> line.text().isEmpty()),
                    then -> then.each(once("many"), first.map(line -> List.of(new Topic(line.text()))))
                            .map(List::size),
                    otherwise -> one(otherwise, topic, once("dear")));
        });
        FlowPlan plan = engine.plan(flow, TEA);

        assertThat(plan.unknown()).containsExactly("many[*]: how many items it has, since they are made by first");
        assertThat(plan.most().calls()).isEqualTo(2);
    }
}
