package dev.toolflow.flows;

import dev.toolflow.ToolFlow;
import dev.toolflow.audit.AuditFunction;
import dev.toolflow.audit.Issue;
import dev.toolflow.image.GeneratedImage;
import dev.toolflow.image.ImageGenerationInput;
import dev.toolflow.step.ChatStepDefinition;
import dev.toolflow.step.ImageGenerationStepDefinition;
import dev.toolflow.step.StepDefinition;
import dev.toolflow.step.ToolCallStep;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Set;

/** The flow that the design page and the README show. */
public final class BrandKitFlow {
    private BrandKitFlow() {}

    public record Brief(@NotBlank String product, @NotEmpty List<@NotBlank String> audience) {}

    public record PaletteRequest(String product) {}

    public record Palette(
            @Size(min = 3, max = 8) List<@Pattern(regexp = "#[0-9A-F]{6}") String> colors, String rationale) {}

    public record CopyRequest(String product, List<String> audience, List<String> colors) {}

    public record Copy(@NotBlank String headline, String body) {}

    public record BrandKit(Palette palette, Copy copy, GeneratedImage hero) {}

    public static final StepDefinition<PaletteRequest, Palette> PALETTE = ChatStepDefinition.named(
                    "generate_palette", PaletteRequest.class, Palette.class)
            .description("Chooses brand colours")
            .instructions("You are a colour theorist.")
            .build();

    public static final StepDefinition<CopyRequest, Copy> COPY = ChatStepDefinition.named(
                    "write_copy", CopyRequest.class, Copy.class)
            .description("Writes brand copy")
            .instructions("You are a copywriter.")
            .build();

    public static final ImageGenerationStepDefinition HERO = ImageGenerationStepDefinition.create();

    public static final ToolFlow<Brief, BrandKit> BRAND_KIT =
            ToolFlow.define("brand-kit", Brief.class, (flow, brief) -> {
                var palette = flow.step(
                        ToolCallStep.of(PALETTE).maxRetries(2).audit(distinctColours()),
                        brief.map(b -> new PaletteRequest(b.product())));
                var copy = flow.step(
                        COPY, brief.and(palette).map((b, p) -> new CopyRequest(b.product(), b.audience(), p.colors())));
                var hero = flow.step(HERO, palette.map(p -> ImageGenerationInput.of("Hero image in " + p.colors())));
                return palette.and(copy).and(hero).map((p, c, h) -> new BrandKit(p, c, h.image()));
            });

    public static final Brief TEA = new Brief("Mountain tea", List.of("hikers"));
    public static final Palette DISTINCT = new Palette(List.of("#112233", "#445566", "#778899"), "calm");
    public static final Palette REPEATING = new Palette(List.of("#112233", "#112233", "#778899"), "calm");
    public static final Copy WORDS = new Copy("Calm in a cup", "Picked at dawn.");

    static AuditFunction<Palette> distinctColours() {
        return AuditFunction.require(
                "distinct colours",
                palette ->
                        Set.copyOf(palette.colors()).size() == palette.colors().size(),
                Issue.critical("two colours are equal").at("colors").suggest("choose distinct colours"));
    }
}
