package dev.toolflow.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.image.GeneratedImage;
import dev.toolflow.image.ImageEditInput;
import dev.toolflow.image.ImageGenerationOutput;
import dev.toolflow.image.ImageSource;
import dev.toolflow.ingest.ImageIngestor;
import dev.toolflow.ingest.ImageLimits;
import dev.toolflow.step.ImageEditStepDefinition;
import dev.toolflow.step.StepException;
import dev.toolflow.store.ImageStore;
import dev.toolflow.testkit.FakeOpenAiServer;
import dev.toolflow.testkit.request.Part;
import dev.toolflow.tool.TokenUsage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The pictures of an edit on their way through the engine to the server. */
@Timeout(60)
class EditSourcesTest {
    public record Topic(String text) {}

    private static final ImageEditStepDefinition TOUCH = ImageEditStepDefinition.create();
    private static final byte[] PNG = Pictures.png(64, 64);
    private static final byte[] JPEG = Pictures.jpeg(64, 64);

    private final FakeOpenAiServer server = FakeOpenAiServer.start();
    private final DefaultOpenAiToolService service = Calls.service(server.baseUrl());

    @TempDir
    Path directory;

    @AfterEach
    void close() {
        service.close();
        server.close();
    }

    private ToolFlowResult<ImageGenerationOutput> touch(ImageEditInput input) {
        var flow = ToolFlow.define("touch", Topic.class, (f, topic) -> f.step(TOUCH, topic.map(t -> input)));
        try (var engine = ToolFlowEngine.builder(service)
                .images(ImageStore.directory(directory))
                .build()) {
            return engine.run(flow, new Topic("tea"));
        }
    }

    private GeneratedImage stored() throws IOException {
        return new ImageIngestor(ImageStore.directory(directory), ImageLimits.standard())
                .ingest(new ByteArrayInputStream(PNG), null);
    }

    @Nested
    class Streams {
        @Test
        void arrive_byte_by_byte_as_pictures_and_as_the_mask() {
            ImageSource png = ImageSource.of("logo", () -> new ByteArrayInputStream(PNG));
            ImageSource jpeg = ImageSource.of("photo", () -> new ByteArrayInputStream(JPEG));

            var result = touch(ImageEditInput.of("Both", List.of(png, jpeg)).mask(png));

            assertThat(result.status()).isEqualTo(RunStatus.COMPLETED);
            assertThat(server.requests().get(0).parts("image[]"))
                    .extracting(Part::bytes)
                    .containsExactly(PNG, JPEG);
            assertThat(server.requests().get(0).parts("mask").get(0).bytes()).isEqualTo(PNG);
        }

        @Test
        void that_cannot_be_opened_fail_the_step_and_nothing_is_sent() {
            ImageSource gone = ImageSource.of("logo", () -> {
                throw new IOException("the database is down");
            });

            var result = touch(ImageEditInput.of("It", List.of(gone)));

            assertThat(result.step(TOUCH).error()).hasMessageContaining("'logo' cannot be read");
            assertThat(result.usage()).isEqualTo(TokenUsage.none());
            assertThat(server.requests()).isEmpty();
        }
    }

    @Nested
    class Several_bad_pictures {
        @Test
        void are_each_named_and_nothing_is_sent() {
            ImageSource gone = ImageSource.of("logo", () -> {
                throw new IOException("the database is down");
            });
            ImageSource empty = ImageSource.of("banner", InputStream::nullInputStream);

            var result = touch(ImageEditInput.of(
                            "It", List.of(gone, ImageSource.of("tin", () -> new ByteArrayInputStream(PNG)), empty))
                    .mask(ImageSource.of("hole", InputStream::nullInputStream)));

            assertThat(result.step(TOUCH).error())
                    .message()
                    .containsOnlyOnce("step '")
                    .containsSubsequence(
                            "the picture 'logo' cannot be read",
                            "; the picture 'banner' is not sent",
                            "; the picture 'hole' is not sent")
                    .doesNotContain("tin");
            assertThat(server.requests()).isEmpty();
        }
    }

    @Nested
    class A_stored_picture {
        @Test
        void that_is_missing_is_refused_and_nothing_is_sent() {
            var result = touch(ImageEditInput.of("It", Pictures.reference(PNG, 64, 64)));

            assertThat(result.step(TOUCH).error()).isInstanceOf(StepException.InvalidInput.class);
            assertThat(result.usage()).isEqualTo(TokenUsage.none());
            assertThat(server.requests()).isEmpty();
        }

        @Test
        void that_changed_in_the_store_buys_nothing() throws IOException {
            GeneratedImage image = stored();
            byte[] changed = PNG.clone();
            changed[changed.length - 20] ^= 1;
            try (Stream<Path> files = Files.walk(directory.resolve("sha256"))) {
                Files.write(files.filter(Files::isRegularFile).findFirst().orElseThrow(), changed);
            }

            var result = touch(ImageEditInput.of("It", image));

            assertThat(result.step(TOUCH).error()).isInstanceOf(StepException.StoreFailed.class);
            assertThat(result.usage()).isEqualTo(TokenUsage.none());
        }
    }
}
