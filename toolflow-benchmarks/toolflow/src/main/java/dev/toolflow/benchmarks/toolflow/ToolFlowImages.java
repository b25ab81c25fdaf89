package dev.toolflow.benchmarks.toolflow;

import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.benchmarks.contender.ContenderProcess;
import dev.toolflow.benchmarks.contender.ImageClient;
import dev.toolflow.image.GeneratedImage;
import dev.toolflow.image.ImageEditInput;
import dev.toolflow.image.ImageGenerationInput;
import dev.toolflow.image.ImageGenerationOutput;
import dev.toolflow.image.ImageSource;
import dev.toolflow.openai.DefaultOpenAiToolService;
import dev.toolflow.step.ImageEditStepDefinition;
import dev.toolflow.step.ImageGenerationStepDefinition;
import dev.toolflow.store.ImageStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A whole run of the engine for each picture, into its directory store. */
public final class ToolFlowImages implements ImageClient {
    private static final ToolFlow<String, ImageGenerationOutput> PICTURE = ToolFlow.define(
            "picture",
            String.class,
            (flow, prompt) -> flow.step(ImageGenerationStepDefinition.create(), prompt.map(ImageGenerationInput::of)));
    private static final ToolFlow<String, ImageGenerationOutput> STREAMED = ToolFlow.define(
            "streamed",
            String.class,
            (flow, prompt) -> flow.step(
                    ImageGenerationStepDefinition.create(),
                    prompt.map(p -> ImageGenerationInput.of(p).parameter("partial_images", 1))));
    private static final ToolFlow<Path, ImageGenerationOutput> EDIT = ToolFlow.define(
            "edit",
            Path.class,
            (flow, file) -> flow.step(
                    ImageEditStepDefinition.create(),
                    file.map(f -> ImageEditInput.of("Greener", List.of(ImageSource.of(f))))));

    private final ToolFlowEngine engine;

    private ToolFlowImages(String baseUrl, Path directory) {
        DefaultOpenAiToolService service =
                DefaultOpenAiToolService.builder().baseUrl(baseUrl).build();
        engine = ToolFlowEngine.builder(service)
                .images(ImageStore.directory(directory))
                .build();
    }

    /** Runs it as a contender. */
    public static void main(String[] arguments) throws Exception {
        ContenderProcess.run(arguments, ToolFlowImages::new);
    }

    @Override
    public Path generate() {
        return file(engine.run(PICTURE, "A tin of tea").output().image());
    }

    @Override
    public Path stream() {
        return file(engine.run(STREAMED, "A tin of tea").output().image());
    }

    @Override
    public void edit(Path picture) {
        engine.run(EDIT, picture).output();
    }

    private Path file(GeneratedImage image) {
        return engine.images()
                .link(image, Duration.ofMinutes(1))
                .map(link -> Path.of(link.uri()))
                .orElseThrow();
    }
}
