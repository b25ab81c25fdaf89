package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.DRAW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.RunStatus;
import dev.toolflow.image.GeneratedImage;
import dev.toolflow.ingest.SpooledImage;
import dev.toolflow.step.StepException;
import dev.toolflow.step.StepStatus;
import dev.toolflow.store.ImageQuery;
import dev.toolflow.store.ImageRecord;
import dev.toolflow.store.ImageStore;
import dev.toolflow.store.ImageStoreException;
import dev.toolflow.store.SweptImages;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.TokenUsage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StoreThatFailsTest {
    private final WatchedSpool spool = new WatchedSpool();
    private final MockOpenAiToolService mock = spool.mock;
    private final List<Path> spooled = spool.spooled;

    private final class Failing implements ImageStore {
        private final RuntimeException failure;

        Failing(RuntimeException failure) {
            this.failure = failure;
        }

        @Override
        public void put(ImageRecord record, Path content) {
            throw failure;
        }

        @Override
        public InputStream open(GeneratedImage image) {
            throw failure;
        }

        @Override
        public boolean contains(GeneratedImage image) {
            return false;
        }

        @Override
        public Optional<ImageRecord> find(String id) {
            throw failure;
        }

        @Override
        public List<ImageRecord> list(ImageQuery query) {
            throw failure;
        }

        @Override
        public boolean delete(String id) {
            throw failure;
        }

        @Override
        public SweptImages sweep(Duration olderThan) {
            throw failure;
        }
    }

    private void assertKept(RuntimeException failure) throws IOException {
        mock.on(DRAW).usage(TokenUsage.of(5, 500)).image(8, 8);

        var result = spool.run(new Failing(failure));

        Path kept = spooled.get(0);
        assertThat(result.status()).isEqualTo(RunStatus.FAILED);
        assertThat(result.step(DRAW).status()).isEqualTo(StepStatus.FAILED);
        assertThat(result.step(DRAW).error())
                .isInstanceOf(StepException.StoreFailed.class)
                .hasMessageContaining("step 'generate_image'")
                .hasMessageContaining("paid for")
                .hasMessageContaining(kept.toString())
                .hasMessageContaining("mend the store")
                .hasCause(failure);
        assertThat(result.usage()).isEqualTo(TokenUsage.of(5, 500));
        assertThat(Files.size(kept)).isPositive();
        assertThat(mock.requests()).hasSize(1);
        Files.delete(kept);
        Files.delete(kept.getParent());
    }

    @Test
    void fails_the_step_and_says_where_the_bytes_are_kept() throws IOException {
        assertKept(new ImageStoreException("the bucket is gone"));
    }

    @Test
    void fails_the_step_so_even_when_it_throws_something_of_its_own() throws IOException {
        assertKept(new IllegalStateException("403"));
    }

    @Test
    void leaves_no_step_with_a_picture_that_is_not_there() throws IOException {
        mock.on(DRAW).images(2, 8, 8);

        var result = spool.run(new Failing(new ImageStoreException("the bucket is gone")));

        assertThat(result.step(DRAW).output()).isEmpty();
        for (SpooledImage image : spooled.stream()
                .distinct()
                .map(file -> new SpooledImage("0".repeat(64), 1, file))
                .toList()) {
            Files.deleteIfExists(image.file());
        }
        Files.delete(spooled.get(0).getParent());
    }
}
