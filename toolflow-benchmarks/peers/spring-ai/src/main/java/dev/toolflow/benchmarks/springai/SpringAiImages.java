package dev.toolflow.benchmarks.springai;

import dev.toolflow.benchmarks.contender.ContenderProcess;
import dev.toolflow.benchmarks.contender.ImageClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.UUID;
import org.springframework.ai.image.ImageModel;
import org.springframework.ai.image.ImagePrompt;
import org.springframework.ai.openai.OpenAiImageModel;
import org.springframework.ai.openai.OpenAiImageOptions;

/** Spring AI's image model, as its documentation has it. */
public final class SpringAiImages implements ImageClient {
    private final ImageModel model;
    private final Path directory;

    private SpringAiImages(String baseUrl, Path directory) {
        OpenAiImageOptions.Builder options = OpenAiImageOptions.builder();
        options.baseUrl(baseUrl).apiKey("none").model("gpt-image-2").maxRetries(0);
        this.model = OpenAiImageModel.builder().options(options.build()).build();
        this.directory = directory;
    }

    /** Runs it as a contender. */
    public static void main(String[] arguments) throws Exception {
        ContenderProcess.run(arguments, SpringAiImages::new);
    }

    @Override
    public Path generate() throws IOException {
        String base64 = model.call(new ImagePrompt("A tin of tea"))
                .getResult()
                .getOutput()
                .getB64Json();
        return Files.write(
                directory.resolve(UUID.randomUUID() + ".png"), Base64.getDecoder().decode(base64));
    }
}
