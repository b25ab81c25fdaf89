package dev.toolflow.examples.readme;

import dev.toolflow.RunOptions;
import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.image.GeneratedImage;
import dev.toolflow.image.ImageEditInput;
import dev.toolflow.image.ImageGenerationInput;
import dev.toolflow.image.ImageSettings;
import dev.toolflow.pictures.Picture;
import dev.toolflow.step.ChatStepDefinition;
import dev.toolflow.step.ImageEditStepDefinition;
import dev.toolflow.step.ImageGenerationStepDefinition;
import dev.toolflow.step.ImageRepair;
import dev.toolflow.step.StepDefinition;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.step.VisionAudit;
import dev.toolflow.store.Attachment;
import dev.toolflow.store.ImageQuery;
import dev.toolflow.store.ImageStore;
import dev.toolflow.tool.OpenAiToolService;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** What the README shows of images, compiled. */
final class Posters {
    private Posters() {}

    // readme:begin images
    record Place(String name) {}

    record Seen(GeneratedImage poster, String place) {}

    record Caption(String text) {}

    record Poster(GeneratedImage image, String caption) {}

    static final ImageGenerationStepDefinition BY_DAY = ImageGenerationStepDefinition.create();
    static final ImageEditStepDefinition AT_DUSK = ImageEditStepDefinition.create();
    static final StepDefinition<Seen, Caption> CAPTION = ChatStepDefinition.named(
                    "write_caption", Seen.class, Caption.class)
            .instructions("One line about what the poster shows.")
            .build();

    static final ToolFlow<Place, Poster> POSTERS = ToolFlow.define("posters", Place.class, (flow, place) -> {
        var day = flow.step(
                ToolCallStep.of(BY_DAY)
                        .images(ImageSettings.none().size(1536, 1024).quality("high"))
                        .bestOf(2)
                        .audit(VisionAudit.of("no text in the picture", "one landmark, centred"))
                        .repair(ImageRepair.EDIT),
                place.map(p -> ImageGenerationInput.of("A travel poster of " + p.name())));
        var dusk = flow.step(AT_DUSK, day.map(d -> ImageEditInput.of("The same place at dusk", d.image())));
        var caption = flow.step(CAPTION, dusk.and(place).map((d, p) -> new Seen(d.image(), p.name())));
        return dusk.and(caption).map((d, c) -> new Poster(d.image(), c.text()));
    });
    // readme:end images

    static Attachment keep(OpenAiToolService service, Path directory) {
        // readme:begin keep
        var store =
                ImageStore.directory(directory); // or ImageStore.memory(bytes), S3ImageStore.of("s3://bucket/prefix")
        try (var engine = ToolFlowEngine.builder(service).images(store).build()) {
            ToolFlowResult<Poster> result = engine.run(
                    POSTERS, new Place("Lisbon"), RunOptions.defaults().attribute("tenant", "acme"));
            if (result.status() == RunStatus.FAILED) {
                result = engine.resume(POSTERS, result); // what was accepted or paid for is not bought again
            }
            GeneratedImage poster = result.output().image();

            store.list(ImageQuery.all().attribute("tenant", "acme")); // records: run, step, model, prompt hash…
            return engine.attachment(result, poster).named("Lisbon").withLink(store, Duration.ofMinutes(5));
        }
        // readme:end keep
    }

    static List<Picture> tiles(ImageStore store, GeneratedImage contactSheet) throws IOException {
        // readme:begin pictures
        return Picture.read(store, contactSheet).grid(2, 2).stream()
                .map(Picture::trimmed)
                .toList();
        // readme:end pictures
    }
}
