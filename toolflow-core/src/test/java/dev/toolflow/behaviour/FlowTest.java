package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.TEA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.Ref;
import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.TokenUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FlowTest {
    private final MockOpenAiToolService mock = MockOpenAiToolService.create();

    @Test
    void without_steps_returns_what_it_maps() {
        var none = ToolFlow.define("none", Topic.class, (flow, topic) -> topic.map(Topic::text));
        try (var engine = ToolFlowEngine.create(mock)) {
            var result = engine.run(none, TEA);

            assertThat(result.status()).isEqualTo(RunStatus.COMPLETED);
            assertThat(result.output()).isEqualTo("tea");
            assertThat(result.steps()).isEmpty();
            assertThat(result.usage()).isEqualTo(TokenUsage.none());
        }
    }

    @Test
    void may_return_its_input() {
        var same = ToolFlow.define("same", Topic.class, (flow, topic) -> topic);
        try (var engine = ToolFlowEngine.create(mock)) {
            assertThat(engine.run(same, TEA).output()).isSameAs(TEA);
        }
    }

    @Test
    void evaluates_a_mapping_once_however_many_paths_lead_to_it() {
        var doubling = ToolFlow.define("doubling", Long.class, (flow, start) -> {
            Ref<Long> last = start;
            for (int i = 0; i < 60; i++) {
                last = last.and(last).map(Long::sum);
            }
            return last;
        });
        try (var engine = ToolFlowEngine.create(mock)) {
            assertThat(engine.run(doubling, 1L).output()).isEqualTo(1L << 60);
        }
    }

    @Test
    void may_be_a_chain_of_a_thousand_steps() {
        var chain = ToolFlow.define("chain", Integer.class, (flow, start) -> {
            Ref<Integer> last = start;
            for (int i = 0; i < 1_000; i++) {
                last = flow.local("plus " + i, last, n -> n + 1);
            }
            return last;
        });
        try (var engine = ToolFlowEngine.create(mock)) {
            var result = engine.run(chain, 1);

            assertThat(result.output()).isEqualTo(1_001);
            assertThat(result.steps()).hasSize(1_000);
        }
    }

    @Test
    void may_have_a_thousand_steps_that_feed_one() {
        var fan = ToolFlow.define("fan", Integer.class, (flow, start) -> {
            Ref<Integer> sum = start;
            for (int i = 0; i < 1_000; i++) {
                sum = sum.and(flow.local("one " + i, start, n -> 1)).map(Integer::sum);
            }
            return flow.local("sum", sum, n -> n);
        });
        try (var engine = ToolFlowEngine.create(mock)) {
            assertThat(engine.run(fan, 0).output()).isEqualTo(1_000);
        }
    }
}
