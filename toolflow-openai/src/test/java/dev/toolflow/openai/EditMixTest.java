package dev.toolflow.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.image.GeneratedImage;
import dev.toolflow.image.ImageEditInput;
import dev.toolflow.image.ImageSource;
import dev.toolflow.image.ImageSource.StreamOpener;
import dev.toolflow.testkit.FakeOpenAiServer;
import dev.toolflow.testkit.request.Part;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EditMixTest {
    private static final byte[] PNG = Pictures.png(64, 64);
    private static final byte[] JPEG = Pictures.jpeg(64, 64);
    private static final byte[] WEBP =
            Base64.getDecoder().decode("UklGRiQAAABXRUJQVlA4IBgAAAAwAQCdASoBAAEAAgA0JaQAA3AA/vuUAAA=");

    private final FakeOpenAiServer server = FakeOpenAiServer.start();
    private final DefaultOpenAiToolService service = Calls.service(server.baseUrl());
    private final Calls.Context context = new Calls.Context();

    @TempDir
    Path directory;

    @AfterEach
    void close() {
        context.close();
        service.close();
        server.close();
    }

    private static StreamOpener of(byte[] bytes) {
        return () -> new ByteArrayInputStream(bytes);
    }

    @Nested
    class An_edit_of_sixteen_pictures {

        @Test
        void mixes_types_and_sources_each_part_with_a_name_and_type_of_its_own() throws IOException {
            Path file = Files.write(directory.resolve("photo"), JPEG);
            GeneratedImage stored = Pictures.reference(PNG, 64, 64);
            context.store(stored, PNG);
            List<ImageSource> sources = IntStream.range(0, 16)
                    .mapToObj(i -> switch (i % 3) {
                        case 0 -> ImageSource.of(stored);
                        case 1 -> ImageSource.of(file);
                        default -> ImageSource.of("stream", of(WEBP));
                    })
                    .toList();

            service.executeToolCall(
                    Calls.edit(ImageEditInput.of("All", sources).mask(ImageSource.of("mask", of(PNG)))), context);

            List<Part> parts = server.requests().get(0).parts("image[]");
            assertThat(parts).hasSize(16);
            assertThat(parts)
                    .extracting(Part::filename)
                    .startsWith("image-1.png", "image-2.jpg", "image-3.webp", "image-4.png");
            assertThat(parts)
                    .extracting(Part::contentType)
                    .startsWith("image/png", "image/jpeg", "image/webp", "image/png");
            assertThat(parts).extracting(Part::bytes).startsWith(PNG, JPEG, WEBP, PNG);
            assertThat(server.requests().get(0).parts("mask"))
                    .extracting(Part::filename)
                    .containsExactly("mask.png");
        }
    }

    @Nested
    class A_file_with_bytes_behind_its_picture {

        @Test
        void is_sent_without_them() throws IOException {
            Path file = Files.write(directory.resolve("camera"), Arrays.copyOf(JPEG, JPEG.length + 1000));

            service.executeToolCall(Calls.edit(ImageEditInput.of("It", List.of(ImageSource.of(file)))), context);

            assertThat(server.requests().get(0).parts("image").get(0).bytes()).isEqualTo(JPEG);
        }
    }
}
