package dev.toolflow.examples.readme;

import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.audit.AuditFunction;
import dev.toolflow.audit.Issue;
import dev.toolflow.image.GeneratedImage;
import dev.toolflow.image.ImageGenerationInput;
import dev.toolflow.openai.DefaultOpenAiToolService;
import dev.toolflow.step.ChatStepDefinition;
import dev.toolflow.step.ImageGenerationStepDefinition;
import dev.toolflow.step.StepDefinition;
import dev.toolflow.step.ToolCallStep;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** The README's quick start, compiled. */
final class QuickStart {
    private QuickStart() {}

    // readme:begin flow
    record Brief(@NotBlank String product, @NotEmpty List<@NotBlank String> audience) {}

    record PaletteRequest(String product) {}

    record Palette(@Size(min = 3, max = 8) List<@Pattern(regexp = "#[0-9A-F]{6}") String> colors, String rationale) {}

    record CopyRequest(String product, List<String> audience, List<String> colors) {}

    record Copy(String headline, String body) {}

    record BrandKit(Palette palette, Copy copy, GeneratedImage hero) {}

    static final StepDefinition<PaletteRequest, Palette> PALETTE = ChatStepDefinition.named(
                    "generate_palette", PaletteRequest.class, Palette.class)
            .description("Chooses brand colours")
            .instructions("You are a colour theorist. Choose colours that work together on screen and in print.")
            .build();

    static final StepDefinition<CopyRequest, Copy> COPY = ChatStepDefinition.named(
                    "write_copy", CopyRequest.class, Copy.class)
            .description("Writes brand copy")
            .instructions("You are a copywriter. One headline, one short paragraph, no superlatives.")
            .build();

    static final ImageGenerationStepDefinition HERO = ImageGenerationStepDefinition.create(); // tool generate_image

    static final ToolFlow<Brief, BrandKit> BRAND_KIT = ToolFlow.define("brand-kit", Brief.class, (flow, brief) -> {
        var palette = flow.step(
                ToolCallStep.of(PALETTE).maxRetries(2).audit(distinctColours()),
                brief.map(b -> new PaletteRequest(b.product())));
        var copy = flow.step(
                COPY, brief.and(palette).map((b, p) -> new CopyRequest(b.product(), b.audience(), p.colors())));
        var hero = flow.step(HERO, palette.map(p -> ImageGenerationInput.of("Hero image in " + p.colors())));
        return palette.and(copy).and(hero).map((p, c, h) -> new BrandKit(p, c, h.image()));
    });

    static AuditFunction<Palette> distinctColours() {
        return AuditFunction.require(
                "distinct colours",
                palette ->
                        Set.copyOf(palette.colors()).size() == palette.colors().size(),
                Issue.critical("two colours are equal").at("colors").suggest("choose distinct colours"));
    }
    // readme:end flow

    static void run() throws IOException {
        // readme:begin run
        try (var service = DefaultOpenAiToolService.fromEnvironment(); // OPENAI_API_KEY, OPENAI_BASE_URL
                var engine = ToolFlowEngine.create(service)) {
            ToolFlowResult<BrandKit> result = engine.run(BRAND_KIT, new Brief("Mountain tea", List.of("hikers")));

            BrandKit kit = result.output(); // or throws, naming the step, its attempts and the cause
            result.step(PALETTE).attempts(); // every try: output, issues, usage, cost
            result.usage(); // tokens of every attempt, failed ones too

            try (var picture = engine.images().open(kit.hero())) { // the picture's bytes, as a stream
                Files.copy(picture, Path.of(kit.hero().fileName()));
            }
        }
        // readme:end run
    }
}
