package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.CALM;
import static dev.toolflow.behaviour.Lines.DRAW;
import static dev.toolflow.behaviour.Lines.ONE_LINE;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.WRITE;
import static dev.toolflow.behaviour.Lines.flowOf;
import static dev.toolflow.behaviour.Lines.pictureFlow;
import static dev.toolflow.behaviour.TenantEngines.ACME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toolflow.InvalidFlowException;
import dev.toolflow.RunOptions;
import dev.toolflow.RunStatus;
import dev.toolflow.TenantSettings;
import dev.toolflow.ToolFlow;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.image.ImageSettings;
import dev.toolflow.step.StepException;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.ModelDefaults;
import dev.toolflow.tool.ToolCallException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ModelsOfATenantTest {
    private final TenantEngines tenants = new TenantEngines();
    private final MockOpenAiToolService mock = tenants.mock;

    @Nested
    class A_tenants_default_models {
        @Test
        void are_called_where_a_step_names_none_and_only_for_this_tenant() {
            mock.on(WRITE).reply(CALM, CALM);
            mock.on(DRAW).image(8, 8);
            TenantSettings own = TenantSettings.none().models(new ModelDefaults("house-chat", "house-image"));
            try (var engine = tenants.acme(own)) {
                engine.run(ONE_LINE, TEA, ACME).output();
                engine.run(pictureFlow(ToolCallStep.of(DRAW)), TEA, ACME).output();
                engine.run(ONE_LINE, TEA, RunOptions.defaults().tenant("other")).output();
            }

            assertThat(mock.requests())
                    .extracting(request -> request.model())
                    .containsExactly("house-chat", "house-image", "gpt-5.4-mini");
        }

        @Test
        void are_what_a_plan_for_one_of_its_runs_tells_of() {
            TenantSettings own = TenantSettings.none().models(new ModelDefaults("house-chat", "house-image"));
            try (var engine = tenants.acme(own)) {
                assertThat(engine.plan(ONE_LINE, TEA, ACME).toText()).contains("house-chat");
                assertThat(engine.plan(ONE_LINE, TEA).toText())
                        .contains("gpt-5.4-mini")
                        .doesNotContain("house-chat");
            }
        }

        @Test
        void must_take_what_the_image_steps_ask_for_or_the_run_is_refused() {
            TenantSettings own = TenantSettings.none().models(new ModelDefaults("gpt-5.4-mini", "dall-e-3"));
            var step = ToolCallStep.of(DRAW).images(ImageSettings.none().background("transparent"));
            try (var engine = tenants.acme(own)) {
                assertThatThrownBy(() -> engine.start(pictureFlow(step), TEA, ACME))
                        .isInstanceOf(InvalidFlowException.class)
                        .hasMessageContaining("dall-e-3");
            }
        }
    }

    @Nested
    class A_model_that_a_tenant_may_not_call {
        @Test
        void is_refused_when_the_run_is_started_with_step_model_tenant_and_what_is_allowed() {
            try (var engine = tenants.acme(TenantSettings.none().allowModels("gpt-4o", "gpt-image-2"))) {
                assertThatThrownBy(() -> engine.start(ONE_LINE, TEA, ACME))
                        .isInstanceOf(StepException.NotAllowed.class)
                        .hasMessageContainingAll(
                                "step 'write_line'", "'acme'", "gpt-5.4-mini", "gpt-4o, gpt-image-2", "allowModels");
            }
        }

        @Test
        void is_refused_at_the_start_too_where_only_an_audit_asks_for_it() {
            var step = ToolCallStep.of(WRITE).audit(Tones.tone(judge -> judge.model("gpt-5.4")));
            try (var engine = tenants.acme(TenantSettings.none().allowModels("gpt-5.4-mini"))) {
                assertThatThrownBy(() -> engine.run(flowOf(step), TEA, ACME))
                        .isInstanceOf(StepException.NotAllowed.class)
                        .hasMessageContaining("step 'write_line~tone'");
            }
            assertThat(mock.requests()).isEmpty();
        }

        @Test
        void is_refused_at_the_start_too_where_a_step_only_falls_back_to_it() {
            var step = ToolCallStep.of(WRITE).fallback("gpt-5.4-nano", "gpt-4o");
            try (var engine = tenants.acme(TenantSettings.none().allowModels("gpt-5.4"))) {
                assertThatThrownBy(() -> engine.run(flowOf(step), TEA, ACME))
                        .isInstanceOf(StepException.NotAllowed.class)
                        .hasMessageContaining("the model gpt-4o");
            }
            assertThat(mock.requests()).isEmpty();
        }

        @Test
        void is_refused_at_the_start_too_where_only_a_subflow_calls_it() {
            ToolFlow<Topic, Line> around = ToolFlow.define(
                    "around",
                    Topic.class,
                    (flow, topic) ->
                            flow.subflow("sub", flowOf(ToolCallStep.of(WRITE).model("gpt-4o")), topic));
            try (var engine = tenants.acme(TenantSettings.none().allowModels("gpt-5.4"))) {
                assertThatThrownBy(() -> engine.run(around, TEA, ACME))
                        .isInstanceOf(StepException.NotAllowed.class)
                        .hasMessageContaining("step 'sub/write_line'");
            }
        }

        @Test
        void is_not_called_by_a_resumed_run_that_could_call_it_before() {
            mock.on(WRITE).fail(new ToolCallException.Rejected("no"));
            AtomicReference<TenantSettings> settings = new AtomicReference<>(TenantSettings.none());
            try (var engine = tenants.engine(builder -> builder.tenants(name -> settings.get()))) {
                var refused = engine.run(ONE_LINE, TEA, ACME);
                settings.set(TenantSettings.none().allowModels("gpt-4o"));
                var resumed = engine.resume(ONE_LINE, refused);

                assertThat(resumed.error()).get().isInstanceOf(StepException.NotAllowed.class);
                assertThat(resumed.step(WRITE).attempts())
                        .extracting(attempt -> attempt.made().calls())
                        .containsExactly(1, 0);
            }
            assertThat(mock.requests()).hasSize(1);
        }

        @Test
        void is_no_matter_of_other_tenants() {
            mock.on(WRITE).reply(CALM);
            try (var engine = tenants.acme(TenantSettings.none().allowModels())) {
                assertThat(engine.run(ONE_LINE, TEA, RunOptions.defaults().tenant("other"))
                                .status())
                        .isEqualTo(RunStatus.COMPLETED);
            }
        }

        @Test
        void is_no_matter_of_steps_that_call_none() {
            ToolFlow<Topic, Line> local = ToolFlow.define(
                    "local", Topic.class, (flow, topic) -> flow.local("upper", topic, t -> new Line(t.text())));
            try (var engine = tenants.acme(TenantSettings.none().allowModels())) {
                assertThat(engine.run(local, TEA, ACME).status()).isEqualTo(RunStatus.COMPLETED);
            }
        }

        @ParameterizedTest
        @CsvSource({
            "gpt-5.4-mini, true",
            "GPT-5.4-Mini, true",
            "gpt-5.4, true",
            "gpt-5., true",
            "gpt, true",
            "gpt-5, false",
            "gpt-5.4-mini-2026, false",
            "gpt-5.4-min, false",
            "openai/gpt-5.4-mini, false"
        })
        void is_told_by_the_beginning_of_its_name_up_to_a_hyphen_or_colon(String prefix, boolean allowed) {
            mock.on(WRITE).reply(CALM);
            try (var engine = tenants.acme(TenantSettings.none().allowModels(prefix))) {
                if (allowed) {
                    assertThat(engine.run(ONE_LINE, TEA, ACME).status()).isEqualTo(RunStatus.COMPLETED);
                } else {
                    assertThatThrownBy(() -> engine.run(ONE_LINE, TEA, ACME))
                            .isInstanceOf(StepException.NotAllowed.class);
                }
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"", " "})
        void cannot_be_named_by_a_blank(String prefix) {
            assertThatThrownBy(() -> TenantSettings.none().allowModels("gpt-4o", prefix))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("blank");
        }
    }
}
