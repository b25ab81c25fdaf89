package dev.toolflow.benchmarks.langchain4j;

import dev.langchain4j.data.image.Image;
import dev.langchain4j.model.image.ImageModel;
import dev.langchain4j.model.openai.OpenAiImageModel;
import dev.toolflow.benchmarks.contender.ContenderProcess;
import dev.toolflow.benchmarks.contender.ImageClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.UUID;

/** LangChain4j's image model, as its documentation has it. */
public final class LangChain4jImages implements ImageClient {
    private final ImageModel model;
    private final Path directory;

    private LangChain4jImages(String baseUrl, Path directory) {
        this.model = OpenAiImageModel.builder()
                .baseUrl(baseUrl)
                .apiKey("none")
                .modelName("gpt-image-2")
                .maxRetries(0)
                .build();
        this.directory = directory;
    }

    /** Runs it as a contender. */
    public static void main(String[] arguments) throws Exception {
        ContenderProcess.run(arguments, LangChain4jImages::new);
    }

    @Override
    public Path generate() throws IOException {
        return write(model.generate("A tin of tea").content());
    }

    @Override
    public void edit(Path picture) throws IOException {
        Image image = Image.builder()
                .base64Data(Base64.getEncoder().encodeToString(Files.readAllBytes(picture)))
                .mimeType("image/png")
                .build();
        model.edit(image, "Greener").content();
    }

    private Path write(Image image) throws IOException {
        return Files.write(
                directory.resolve(UUID.randomUUID() + ".png"), Base64.getDecoder().decode(image.base64Data()));
    }
}
