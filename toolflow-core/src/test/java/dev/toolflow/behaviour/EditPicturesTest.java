package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.TEA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.image.GeneratedImage;
import dev.toolflow.image.ImageEditInput;
import dev.toolflow.image.ImageGenerationOutput;
import dev.toolflow.image.ImageSource;
import dev.toolflow.ingest.ImageIngestor;
import dev.toolflow.ingest.ImageLimits;
import dev.toolflow.step.ImageEditStepDefinition;
import dev.toolflow.step.StepException;
import dev.toolflow.store.ImageQuery;
import dev.toolflow.store.ImageRecord;
import dev.toolflow.store.ImageStore;
import dev.toolflow.store.ImageStoreException;
import dev.toolflow.testing.MockImages;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.OpenAiToolService;
import dev.toolflow.tool.TokenUsage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EditPicturesTest {
    private static final ImageEditStepDefinition TOUCH = ImageEditStepDefinition.create();
    private static final GeneratedImage ELSEWHERE = new GeneratedImage("a".repeat(64), "image/png", 8, 8, 99, null);

    private final MockOpenAiToolService mock = MockOpenAiToolService.create();
    private final ImageStore store = ImageStore.memory(1 << 20);
    private final AtomicInteger opened = new AtomicInteger();
    private final ImageSource stream = ImageSource.of("logo", () -> {
        opened.incrementAndGet();
        throw new IOException("not before the call");
    });

    private ToolFlowResult<ImageGenerationOutput> touch(ImageEditInput input) {
        mock.on(TOUCH).image(8, 8);
        return touch(mock, input);
    }

    private ToolFlowResult<ImageGenerationOutput> touch(OpenAiToolService service, ImageEditInput input) {
        var flow = ToolFlow.define("touch", Topic.class, (f, topic) -> f.step(TOUCH, topic.map(t -> input)));
        try (var engine = ToolFlowEngine.builder(service).images(store).build()) {
            return engine.run(flow, TEA);
        }
    }

    private GeneratedImage stored() throws IOException {
        return new ImageIngestor(store, ImageLimits.standard())
                .ingest(new ByteArrayInputStream(MockImages.png(8, 8, 7)), null);
    }

    private void delete(GeneratedImage image) {
        store.list(ImageQuery.all().image(image.sha256())).stream()
                .map(ImageRecord::id)
                .forEach(store::delete);
    }

    private static ImageEditInput edit(ImageSource... images) {
        return ImageEditInput.of("On marble", List.of(images));
    }

    @Nested
    class A_stream {
        @Test
        void is_handed_to_the_service_which_opens_it() {
            ImageEditInput input = edit(stream).mask(stream);

            assertThat(touch(input).status()).isEqualTo(RunStatus.COMPLETED);

            assertThat(mock.requests().get(0).input().value()).isEqualTo(input);
            assertThat(opened).hasValue(0);
        }

        @Test
        void counts_as_a_picture() {
            var result = touch(ImageEditInput.of("Mix", Collections.nCopies(17, stream)));

            assertThat(result.step(TOUCH).error()).hasMessageContaining("images: gpt-image-2 takes 1 to 16, not 17");
            assertThat(mock.requests()).isEmpty();
        }

        @Test
        void does_not_hide_what_is_wrong_with_the_mask() throws IOException {
            GeneratedImage jpeg = new GeneratedImage("b".repeat(64), "image/jpeg", 8, 8, 99, null);

            var result = touch(edit(stream, ImageSource.of(stored())).mask(ImageSource.of(jpeg)));

            assertThat(result.step(TOUCH).error()).hasMessageContaining("mask: gpt-image-2 takes a png, not jpeg");
            assertThat(mock.requests()).isEmpty();
        }
    }

    @Nested
    class A_picture_that_the_store_does_not_have {
        @Test
        void is_refused_before_the_call() {
            assertNothingWasCalled(touch(edit(ImageSource.of(ELSEWHERE))));
        }

        @Test
        void is_refused_as_a_mask_too() throws IOException {
            assertNothingWasCalled(touch(edit(ImageSource.of(stored())).mask(ImageSource.of(ELSEWHERE))));
        }

        private void assertNothingWasCalled(ToolFlowResult<ImageGenerationOutput> result) {
            assertThat(result.step(TOUCH).error())
                    .isInstanceOf(StepException.InvalidInput.class)
                    .hasMessageContaining("step 'edit_image'")
                    .hasMessageContaining(ELSEWHERE.fileName())
                    .hasMessageContaining("nothing was called");
            assertThat(mock.requests()).isEmpty();
            assertThat(result.step(TOUCH).attempts()).isEmpty();
            assertThat(result.usage()).isEqualTo(TokenUsage.none());
        }
    }

    @Nested
    class A_picture_that_is_lost_before_it_is_sent {
        @Test
        void fails_the_step_as_the_stores_fault_and_nothing_was_bought() throws IOException {
            GeneratedImage lost = stored();
            OpenAiToolService opening = (request, context) -> {
                delete(lost);
                context.open(lost);
                throw new AssertionError("the store has it");
            };

            var result = touch(opening, ImageEditInput.of("brighter", lost));

            assertThat(result.step(TOUCH).error()).isInstanceOf(StepException.StoreFailed.class);
            assertThat(result.usage()).isEqualTo(TokenUsage.none());
        }
    }

    @Nested
    class A_reply_that_there_is_no_room_for {
        @Test
        void was_bought_and_nobody_said_for_how_much() throws IOException {
            OpenAiToolService full = (request, context) -> {
                context.images().begin();
                throw new ImageStoreException("disk full");
            };

            var result = touch(full, ImageEditInput.of("brighter", stored()));

            assertThat(result.step(TOUCH).error()).isInstanceOf(StepException.StoreFailed.class);
            assertThat(result.usage().unreportedCalls()).isEqualTo(1);
        }
    }
}
