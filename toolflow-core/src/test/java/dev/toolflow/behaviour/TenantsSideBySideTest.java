package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.DRAW;
import static dev.toolflow.behaviour.Lines.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.FlowRun;
import dev.toolflow.RunOptions;
import dev.toolflow.RunStatus;
import dev.toolflow.TenantSettings;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.image.GeneratedImage;
import dev.toolflow.image.ImageGenerationInput;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.store.ImageQuery;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.Credentials;
import dev.toolflow.tool.ModelDefaults;
import dev.toolflow.tool.OpenAiToolService;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TenantsSideBySideTest {
    private static final int RUNS = 64;
    private static final ToolFlow<Topic, GeneratedImage> FLOW = ToolFlow.define(
            "picture",
            Topic.class,
            (flow, topic) -> flow.step(
                            ToolCallStep.of(DRAW),
                            topic.and(flow.step(WRITE, topic))
                                    .map((t, line) -> ImageGenerationInput.of(t.text() + "|" + line.text())))
                    .map(output -> output.image()));

    /** What a call carried. */
    private record Carried(String tenant, String key, String model) {}

    private final MockOpenAiToolService mock = MockOpenAiToolService.create();
    private final List<Carried> calls = new CopyOnWriteArrayList<>();

    private final OpenAiToolService service = (request, context) -> {
        String about = request.input().value() instanceof ImageGenerationInput drawn
                ? drawn.prompt().substring(0, drawn.prompt().indexOf('|'))
                : Lines.topicOf(request);
        calls.add(new Carried(about, context.credentials().orElseThrow().key().reveal(), request.model()));
        return mock.executeToolCall(request, context);
    };

    private static String tenant(int run) {
        return "tenant-" + run % 8;
    }

    private List<FlowRun<GeneratedImage>> ended(ToolFlowEngine engine) {
        List<FlowRun<GeneratedImage>> runs = IntStream.range(0, RUNS)
                .mapToObj(run -> engine.start(
                        FLOW,
                        new Topic(tenant(run)),
                        RunOptions.defaults().id("r" + run).tenant(tenant(run))))
                .toList();
        runs.forEach(run -> assertThat(run.result().join().status()).isEqualTo(RunStatus.COMPLETED));
        return runs;
    }

    @Nested
    class Sixty_four_runs_of_eight_tenants {
        @Test
        void use_each_the_key_and_the_models_of_their_own_and_name_their_own_pictures() {
            mock.on(WRITE).answer(request -> new Line("of " + Lines.topicOf(request)));
            IntStream.range(0, RUNS).forEach(run -> mock.on(DRAW).image(8, 8));
            try (var engine = ToolFlowEngine.builder(service)
                    .credentials(run -> Credentials.of("sk-" + run.tenant().orElseThrow()))
                    .tenants(name -> TenantSettings.none()
                            .models(new ModelDefaults("chat-" + name, "image-" + name))
                            .allowModels("chat-" + name, "image-" + name))
                    .build()) {
                ended(engine);

                assertThat(calls).hasSize(2 * RUNS).allSatisfy(call -> {
                    assertThat(call.key()).isEqualTo("sk-" + call.tenant());
                    assertThat(call.model()).isIn("chat-" + call.tenant(), "image-" + call.tenant());
                });
                IntStream.range(0, RUNS)
                        .forEach(run -> assertThat(
                                        engine.images().list(ImageQuery.all().run("r" + run)))
                                .singleElement()
                                .satisfies(record ->
                                        assertThat(record.attributes()).isEqualTo(Map.of("tenant", tenant(run)))));
            }
        }
    }
}
