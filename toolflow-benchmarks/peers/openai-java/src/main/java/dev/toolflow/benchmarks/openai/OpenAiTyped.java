package dev.toolflow.benchmarks.openai;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.MultipartField;
import com.openai.models.images.ImageEditParams;
import com.openai.models.images.ImageGenStreamEvent;
import com.openai.models.images.ImageGenerateParams;
import com.openai.models.images.ImageModel;
import dev.toolflow.benchmarks.contender.ContenderProcess;
import dev.toolflow.benchmarks.contender.ImageClient;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.UUID;

/** The typed calls of openai-java, as its examples have them. */
public final class OpenAiTyped implements ImageClient {
    private final OpenAIClient client;
    private final Path directory;

    private OpenAiTyped(String baseUrl, Path directory) {
        this.client = OpenAIOkHttpClient.builder()
                .baseUrl(baseUrl)
                .apiKey("none")
                .maxRetries(0)
                .build();
        this.directory = directory;
    }

    /** Runs it as a contender. */
    public static void main(String[] arguments) throws Exception {
        ContenderProcess.run(arguments, OpenAiTyped::new);
    }

    @Override
    public Path generate() throws IOException {
        String base64 = client.images()
                .generate(params())
                .data()
                .orElseThrow()
                .get(0)
                .b64Json()
                .orElseThrow();
        return write(base64);
    }

    @Override
    public Path stream() throws IOException {
        try (var events = client.images().generateStreaming(params())) {
            String base64 = events.stream()
                    .filter(ImageGenStreamEvent::isGenerationCompleted)
                    .findFirst()
                    .orElseThrow()
                    .asGenerationCompleted()
                    .b64Json();
            return write(base64);
        }
    }

    @Override
    public void edit(Path picture) throws IOException {
        try (InputStream content = Files.newInputStream(picture)) {
            MultipartField<ImageEditParams.Image> image = MultipartField.<ImageEditParams.Image>builder()
                    .value(ImageEditParams.Image.ofInputStream(content))
                    .filename("image.png")
                    .contentType("image/png")
                    .build();
            client.images()
                    .edit(ImageEditParams.builder()
                            .model(ImageModel.of("gpt-image-2"))
                            .prompt("Greener")
                            .image(image)
                            .build())
                    .data()
                    .orElseThrow();
        }
    }

    private static ImageGenerateParams params() {
        return ImageGenerateParams.builder()
                .model(ImageModel.of("gpt-image-2"))
                .prompt("A tin of tea")
                .build();
    }

    private Path write(String base64) throws IOException {
        return Files.write(
                directory.resolve(UUID.randomUUID() + ".png"), Base64.getDecoder().decode(base64));
    }
}
