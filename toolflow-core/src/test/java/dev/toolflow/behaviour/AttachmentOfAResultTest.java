package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.DRAW;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.pictureFlow;
import static dev.toolflow.behaviour.NoonEngine.NOON;
import static dev.toolflow.behaviour.NoonEngine.TWO_SQUARES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toolflow.image.GeneratedImage;
import dev.toolflow.ingest.ImageIngestor;
import dev.toolflow.ingest.ImageLimits;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.store.Attachment;
import dev.toolflow.store.ImageQuery;
import dev.toolflow.store.ImageStore;
import dev.toolflow.store.ImageStoreException;
import dev.toolflow.testing.MockOpenAiToolService;
import java.io.IOException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AttachmentOfAResultTest {
    private final NoonEngine noon = new NoonEngine();
    private final MockOpenAiToolService mock = noon.mock;
    private final ImageStore store = noon.store;

    @Test
    void names_the_record_and_the_call() {
        mock.on(DRAW).images(2, 64, 64);
        try (var engine = noon.engine(mock)) {
            var result = engine.run(TWO_SQUARES, TEA);
            GeneratedImage image = result.output().image();

            Attachment attachment = engine.attachment(result, image);

            assertThat(store.find(attachment.objectId()))
                    .hasValueSatisfying(record -> assertThat(record.image()).isEqualTo(image));
            assertThat(attachment.toolCallId()).isEqualTo("mock-generate_image-1");
            assertThat(attachment.fileName()).isEqualTo(image.fileName());
        }
    }

    @Test
    void is_of_its_own_run_also_when_another_stored_the_same_bytes_later() throws IOException {
        mock.on(DRAW).image(8, 8);
        try (var engine = noon.engine(mock)) {
            var mine = engine.run(pictureFlow(ToolCallStep.of(DRAW)), TEA);
            GeneratedImage image = mine.step(DRAW).output().orElseThrow().image();
            Clock later = Clock.fixed(NOON.plusSeconds(9), ZoneOffset.UTC);
            new ImageIngestor(store, ImageLimits.standard(), later)
                    .ingest(store.open(image), null, Map.of("tenant", "zenith"));
            assertThat(store.list(ImageQuery.all().image(image.sha256()))).hasSize(2);

            Attachment attachment = engine.attachment(mine, image);

            assertThat(store.find(attachment.objectId()).orElseThrow().attributes())
                    .isEmpty();
        }
    }

    @Test
    void is_refused_for_a_picture_of_another_run() {
        mock.on(DRAW).image(8, 8).image(9, 9);
        try (var engine = noon.engine(mock)) {
            var flow = pictureFlow(ToolCallStep.of(DRAW));
            var mine = engine.run(flow, TEA);
            var other = engine.run(flow, TEA);
            GeneratedImage theirs = other.step(DRAW).output().orElseThrow().image();

            assertThatThrownBy(() -> engine.attachment(mine, theirs))
                    .isInstanceOf(ImageStoreException.class)
                    .hasMessageContaining("naming the run");
        }
    }
}
