package dev.toolflow.durable;

import static dev.toolflow.behaviour.Lines.CALM;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.toolflow.InvalidFlowException;
import dev.toolflow.RunOptions;
import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class UnkeepableFlowsTest {
    private static final RunOptions MINE = RunOptions.defaults().id("mine");

    record Half(String text, @JsonIgnore String secret) {}

    private final Processes processes = new Processes();

    @BeforeEach
    void answer() {
        processes.mock.on(WRITE).answer(request -> CALM);
    }

    @AfterEach
    void closeAll() {
        processes.close();
    }

    private <I> void isRefused(ToolFlow<I, ?> flow, I input, String... message) {
        ToolFlowEngine engine = processes.begin();

        assertThatThrownBy(() -> engine.start(flow, input, MINE))
                .isInstanceOf(InvalidFlowException.class)
                .hasMessageContainingAll(message)
                .hasMessageContaining("nothing was called");
        assertThat(processes.lines()).isZero();
        assertThat(processes.store.find("mine")).isEmpty();
    }

    @Nested
    class A_flow_is_refused_before_anything_is_called {
        @Test
        void when_a_local_step_says_no_type() {
            isRefused(
                    ToolFlow.define("untyped", Topic.class, (flow, topic) -> {
                        flow.step(WRITE, topic);
                        return flow.local("any", topic, t -> new Line(t.text()));
                    }),
                    TEA,
                    "flow 'untyped'",
                    "[any]",
                    "local(id, Type.class, ref, function)");
        }

        @Test
        void when_one_within_a_shape_says_none() {
            ToolFlow<Topic, Object> sub =
                    ToolFlow.define("inner", Topic.class, (flow, topic) -> flow.local("any", topic, t -> (Object) t));

            isRefused(
                    ToolFlow.define("outer", Topic.class, (flow, topic) -> {
                        flow.step(WRITE, topic);
                        return flow.subflow("sub", sub, topic);
                    }),
                    TEA,
                    "[sub/any]");
        }

        @Test
        void when_its_output_is_a_list_of_anything() {
            isRefused(
                    ToolFlow.define("list", Topic.class, (flow, topic) -> {
                        flow.step(WRITE, topic);
                        return flow.local("many", List.class, topic, t -> List.of(t));
                    }),
                    TEA,
                    "[many]");
        }

        @Test
        void when_an_answer_could_not_be_read_back() {
            isRefused(
                    ToolFlow.define("asks", Topic.class, (flow, topic) -> {
                        flow.step(WRITE, topic);
                        return flow.approve("ok", topic, Object.class);
                    }),
                    TEA,
                    "[ok]");
        }
    }

    @Nested
    class An_input_is_refused_before_anything_is_called {
        @Test
        void when_it_cannot_be_read_back() {
            ToolFlow<Half, Line> half = ToolFlow.define(
                    "half", Half.class, (flow, given) -> flow.step(WRITE, given.map(h -> new Topic(h.text()))));

            isRefused(half, new Half("tea", "lost"), "flow 'half'", "its input of type Half");
        }
    }

    @Nested
    class An_engine_without_a_store {
        @Test
        void runs_them_and_says_what_it_lacks_when_it_is_asked_for_kept_runs() {
            ToolFlow<Topic, Object> untyped =
                    ToolFlow.define("untyped", Topic.class, (flow, topic) -> flow.local("any", topic, t -> (Object) t));
            try (ToolFlowEngine engine = processes.builder().build()) {
                assertThat(engine.run(untyped, TEA).status()).isEqualTo(RunStatus.COMPLETED);
                assertThatThrownBy(() -> engine.resume(untyped, "mine"))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("build it with store(");
                assertThatThrownBy(engine::runs).isInstanceOf(IllegalStateException.class);
            }
        }
    }
}
