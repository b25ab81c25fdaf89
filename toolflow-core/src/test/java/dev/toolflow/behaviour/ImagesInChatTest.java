package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.DRAW;
import static dev.toolflow.behaviour.Lines.TEA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.image.GeneratedImage;
import dev.toolflow.image.ImageGenerationInput;
import dev.toolflow.ingest.ImageIngestor;
import dev.toolflow.ingest.ImageLimits;
import dev.toolflow.schema.SchemaException;
import dev.toolflow.step.ChatStepDefinition;
import dev.toolflow.step.ImageGenerationStepDefinition;
import dev.toolflow.step.StepDefinition;
import dev.toolflow.step.StepException;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.store.ImageStore;
import dev.toolflow.testing.MockImages;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.ImageDetail;
import dev.toolflow.tool.ImageTransfer;
import dev.toolflow.tool.ToolCallRequest.Options;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ImagesInChatTest {
    public sealed interface Scene {
        record Still(GeneratedImage picture) implements Scene {}

        record Empty(String why) implements Scene {}
    }

    public record Album(
            @Nullable GeneratedImage cover,
            List<Scene> scenes,
            Optional<GeneratedImage> back,
            Map<String, GeneratedImage> byName,
            @JsonIgnore @Nullable GeneratedImage hidden) {}

    private static final StepDefinition<Album, Line> LOOK =
            ChatStepDefinition.named("look", Album.class, Line.class).build();

    @TempDir
    private Path directory;

    private final MockOpenAiToolService mock = MockOpenAiToolService.create();

    private ImageStore store() {
        return ImageStore.directory(directory);
    }

    private GeneratedImage stored(int rgb) {
        return ingested(rgb, store());
    }

    private GeneratedImage ingested(int rgb, ImageStore store) {
        try {
            return new ImageIngestor(store, ImageLimits.standard())
                    .ingest(new ByteArrayInputStream(MockImages.png(4, 4, rgb)), null);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private ToolFlowResult<Line> look(Album album) {
        mock.on(LOOK).answer(request -> Lines.CALM);
        try (var engine = ToolFlowEngine.builder(mock).images(store()).build()) {
            return engine.run(ToolFlow.define("look", Album.class, (flow, given) -> flow.step(LOOK, given)), album);
        }
    }

    private static Album cover(GeneratedImage cover) {
        return new Album(cover, List.of(), Optional.empty(), Map.of(), null);
    }

    @Nested
    class The_images_of_a_chat_steps_input {
        @Test
        void are_found_wherever_they_stand_in_the_order_of_its_json_and_each_once() {
            GeneratedImage cover = stored(1);
            GeneratedImage still = stored(2);
            GeneratedImage back = stored(3);
            GeneratedImage named = stored(4);
            GeneratedImage again = new GeneratedImage(cover.sha256(), "image/png", 4, 4, cover.sizeBytes(), "revised");

            look(new Album(
                    cover,
                    List.of(new Scene.Still(still), new Scene.Empty("night"), new Scene.Still(again)),
                    Optional.of(back),
                    Map.of("inside", named),
                    stored(5)));

            assertThat(mock.requests().get(0).input().images()).containsExactly(cover, still, back, named);
        }

        @Test
        void are_none_where_it_has_none() {
            look(new Album(null, List.of(new Scene.Empty("night")), Optional.empty(), Map.of(), null));

            assertThat(mock.requests().get(0).input().images()).isEmpty();
        }

        @Test
        void must_be_in_the_engines_store_or_nothing_is_called() {
            GeneratedImage elsewhere = ingested(7, ImageStore.directory(directory.resolve("other")));

            ToolFlowResult<Line> result = look(cover(elsewhere));

            assertThat(result.status()).isEqualTo(RunStatus.FAILED);
            assertThat(result.step(LOOK).error())
                    .isInstanceOf(StepException.InvalidInput.class)
                    .hasMessageContaining("step 'look'")
                    .hasMessageContaining(elsewhere.fileName())
                    .hasMessageContaining("nothing was called");
            assertThat(mock.requests()).isEmpty();
        }

        @Test
        void may_come_from_an_image_step_before_it() {
            mock.on(DRAW).image(8, 8);
            mock.on(LOOK).reply(Lines.CALM);
            var flow = ToolFlow.define("draw-and-look", Topic.class, (f, topic) -> {
                var drawn = f.step(DRAW, topic.map(t -> ImageGenerationInput.of(t.text())));
                return f.step(LOOK, drawn.map(made -> cover(made.image())));
            });

            try (var engine = ToolFlowEngine.builder(mock).images(store()).build()) {
                var result = engine.run(flow, TEA);

                GeneratedImage drawn = result.step(DRAW).output().orElseThrow().image();
                assertThat(mock.requests().get(0).input().images()).isEmpty();
                assertThat(mock.requests().get(1).input().images()).containsExactly(drawn);
                assertThat(mock.requests().get(1).input().json()).contains(drawn.sha256());
            }
        }
    }

    @Nested
    class How_images_are_sent {
        @Test
        void is_said_by_the_step() {
            var step = ToolCallStep.of(LOOK).imageDetail(ImageDetail.LOW).imageTransfer(ImageTransfer.LINK);

            assertThat(step.calling().options())
                    .isEqualTo(
                            Options.standard().imageTransfer(ImageTransfer.LINK).imageDetail(ImageDetail.LOW))
                    .hasToString("Options[maxTokens=4096, imageDetail=LOW, imageTransfer=LINK]");
            assertThat(ToolCallStep.of(LOOK).calling().options().imageDetail()).isEqualTo(ImageDetail.AUTO);
            assertThat(ToolCallStep.of(LOOK).calling().options().imageTransfer())
                    .isEqualTo(ImageTransfer.DATA_URL);
        }

        @Test
        void is_refused_on_a_step_that_is_no_chat_step() {
            var draw = ToolCallStep.of(ImageGenerationStepDefinition.create());

            assertThatThrownBy(() -> draw.imageDetail(ImageDetail.HIGH))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("step 'generate_image': imageDetail: this step calls no chat model; leave it out");
            assertThatThrownBy(() -> draw.imageTransfer(ImageTransfer.LINK))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("imageTransfer");
        }
    }

    @Nested
    class An_image_in_a_chat_steps_output {
        @Test
        void is_refused_when_the_step_is_defined() {
            assertThatThrownBy(() -> ChatStepDefinition.named("look", Topic.class, Scene.Still.class)
                            .build())
                    .isInstanceOf(SchemaException.class)
                    .hasMessageContaining("picture");
        }
    }
}
