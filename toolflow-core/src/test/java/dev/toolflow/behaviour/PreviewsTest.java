package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.DRAW;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.pictureFlow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.event.ToolFlowEvent;
import dev.toolflow.event.ToolFlowEvent.PartialImage;
import dev.toolflow.image.ImageFormat;
import dev.toolflow.ingest.ImageSpool;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.store.ImageOrigin.Kind;
import dev.toolflow.store.ImageQuery;
import dev.toolflow.store.ImageStore;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.Delta;
import dev.toolflow.tool.OpenAiToolService;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PreviewsTest {
    private static final ToolFlow<Topic, String> PICTURE = pictureFlow(ToolCallStep.of(DRAW));

    private final MockOpenAiToolService mock = MockOpenAiToolService.create();
    private final RecordingListener listener = new RecordingListener();
    private final BreakableStore store = new BreakableStore(ImageStore.memory(1 << 20));

    private List<ToolFlowEvent> eventsOf(OpenAiToolService service) {
        try (var engine =
                ToolFlowEngine.builder(service).images(store).listener(listener).build()) {
            assertThat(engine.run(PICTURE, TEA).status()).isEqualTo(RunStatus.COMPLETED);
        }
        return listener.whenFinished();
    }

    private static List<PartialImage> previews(List<ToolFlowEvent> events) {
        return events.stream()
                .filter(PartialImage.class::isInstance)
                .map(PartialImage.class::cast)
                .toList();
    }

    @Nested
    class A_preview {
        @Test
        void is_told_while_its_step_runs_and_lies_in_the_store() {
            mock.on(DRAW).partialImages(2, 4, 4).image(8, 8);

            List<ToolFlowEvent> events = eventsOf(mock);

            List<PartialImage> previews = previews(events);
            assertThat(previews).extracting(PartialImage::index).containsExactly(0, 1);
            assertThat(previews).allSatisfy(preview -> {
                assertThat(preview.stepId()).isEqualTo("generate_image");
                assertThat(preview.attempt()).isEqualTo(1);
                assertThat(preview.image().width()).isEqualTo(4);
                assertThat(store.contains(preview.image())).isTrue();
                assertThat(store.list(ImageQuery.all()
                                .withPreviews()
                                .image(preview.image().sha256())))
                        .singleElement()
                        .satisfies(record -> assertThat(record.origin().kind()).isEqualTo(Kind.PARTIAL));
            });
            assertThat(events)
                    .filteredOn(ToolFlowEvent.StepFinished.class::isInstance)
                    .allSatisfy(finished -> assertThat(finished.at().sequence())
                            .isGreaterThan(previews.get(1).at().sequence()));
        }

        @Test
        void is_not_stored_when_nobody_listens() {
            mock.on(DRAW).partialImages(2, 4, 4).image(8, 8);

            try (var engine = ToolFlowEngine.builder(mock).images(store).build()) {
                engine.run(PICTURE, TEA);
            }

            assertThat(store.list(ImageQuery.all().withPreviews())).hasSize(1);
        }

        @Test
        void is_dropped_when_it_is_no_picture() {
            OpenAiToolService hostile = (request, context) -> {
                ImageSpool.Intake intake = context.images().begin();
                intake.write("<html>".getBytes(java.nio.charset.StandardCharsets.US_ASCII), 0, 6);
                context.emit(new Delta.PartialImage(0, intake.finish(), ImageFormat.PNG));
                return mock.executeToolCall(request, context);
            };
            mock.on(DRAW).image(8, 8);

            assertThat(previews(eventsOf(hostile))).isEmpty();
            assertThat(store.list(ImageQuery.all().withPreviews())).hasSize(1);
        }

        @Test
        void is_dropped_when_it_cannot_be_stored() {
            mock.on(DRAW).partialImages(1, 4, 4).image(8, 8);
            store.breaksFor(record -> record.origin().kind() == Kind.PARTIAL);

            assertThat(previews(eventsOf(mock))).isEmpty();
        }

        @Test
        void is_only_for_image_tools() {
            assertThatThrownBy(() -> mock.on(Lines.WRITE).partialImages(1, 4, 4))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
