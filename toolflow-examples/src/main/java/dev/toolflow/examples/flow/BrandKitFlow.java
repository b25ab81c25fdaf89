package dev.toolflow.examples.flow;

import dev.toolflow.FlowBuilder;
import dev.toolflow.Ref;
import dev.toolflow.ToolFlow;
import dev.toolflow.image.GeneratedImage;
import dev.toolflow.image.ImageGenerationInput;
import dev.toolflow.image.ImageGenerationOutput;
import dev.toolflow.step.ChatStepDefinition;
import dev.toolflow.step.ImageGenerationStepDefinition;
import dev.toolflow.step.StepDefinition;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.step.VisionAudit;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * From a brief to a small brand kit: a palette first, then the copy and a hero image side by side, both made to fit it.
 *
 * <pre>{@code
 * ToolFlowResult<BrandKit> result = engine.run(BrandKitFlow.BRAND_KIT, brief);
 * }</pre>
 */
public final class BrandKitFlow {
    /** The size of the hero image unless told otherwise: landscape, which every GPT image model takes. */
    public static final String HERO_SIZE = "1536x1024";

    /** Chooses brand colours. */
    public static final StepDefinition<PaletteRequest, Palette> PALETTE = ChatStepDefinition.named(
                    "generate_palette", PaletteRequest.class, Palette.class)
            .description("Chooses the colours of a brand and says why")
            .instructions("""
                    You are a colour theorist who builds brand palettes for print and screen.

                    Choose five colours for the product, written as #RRGGBB in capitals, in this order: the colour that the \
                    brand will be known by, a partner for it, an accent for the one thing that must be seen, a pale ground, \
                    and a dark ink. Take the hues from the product itself, where it grows, what it is made of, when it is \
                    used, and not from the habits of its trade. Build the harmony on purpose and name it.

                    Text in the ink must read well on the ground (WCAG AA, 4.5:1 or better). No two colours may be equal or \
                    nearly so.

                    In the rationale explain in two or three sentences, to a client who is no designer, why these colours \
                    suit these people.""")
            .build();

    /** Writes the words. */
    public static final StepDefinition<CopyRequest, Copy> COPY = ChatStepDefinition.named(
                    "write_copy", CopyRequest.class, Copy.class)
            .description("Writes the headline, tagline, body and call to action of a brand page")
            .instructions("""
                    You are a copywriter with a light hand. Write for the named audience, in the named tone, in English.

                    headline: at most 60 characters, says one true thing about the product that no rival could say.
                    tagline: at most 90 characters, fit to stand under the logo for years.
                    body: two to four sentences, concrete before abstract, no superlatives, no exclamation marks.
                    callToAction: two to four words, begins with a verb.

                    The colours are for your ear only: let their mood into the words, but do not name them.""")
            .build();

    /** Draws the picture. */
    public static final ImageGenerationStepDefinition HERO = ImageGenerationStepDefinition.create();

    /** The id of the question whether the picture is to be drawn. */
    public static final String APPROVAL = "approve-hero";

    /** Looks at the picture, where that is wanted. */
    public static final VisionAudit HERO_LOOK = VisionAudit.of(
            "one clear subject, whole and not cut off",
            "no text, no letters and no logo",
            "calm space on one side, where a headline could stand");

    /** The flow with its defaults. */
    public static final ToolFlow<Brief, BrandKit> BRAND_KIT = define(Taste.ADVISES, Wish.standard());

    private BrandKitFlow() {}

    /**
     * How the picture is drawn.
     *
     * @param size {@code auto} or {@code <width>x<height>}
     * @param looking whether a model looks at it before it is taken
     * @param asking whether a person is asked before it is bought
     */
    public record Wish(String size, Looking looking, Asking asking) {
        /** Landscape, as it comes. */
        public static Wish standard() {
            return new Wish(HERO_SIZE, Looking.UNSEEN, Asking.NOBODY);
        }
    }

    /** Whether a person is asked. */
    public enum Asking {
        NOBODY,
        A_PERSON
    }

    /**
     * The flow as one wants it.
     *
     * @param taste how hard the audits of taste are
     * @param wish how the picture is drawn
     */
    public static ToolFlow<Brief, BrandKit> define(Taste taste, Wish wish) {
        return ToolFlow.define("brand-kit", Brief.class, (flow, brief) -> {
            var palette = flow.step(
                    ToolCallStep.of(PALETTE)
                            .maxRetries(2)
                            .audit(BrandKitAudits.distinctColours())
                            .audit(BrandKitAudits.readableText(taste))
                            .audit(BrandKitAudits.coloursApart()),
                    brief.map(b -> new PaletteRequest(b.product(), b.audience(), b.tone())));
            var copy = flow.step(
                    ToolCallStep.of(COPY).maxRetries(2).audit(BrandKitAudits.shortLines(taste)),
                    brief.and(palette)
                            .map((b, p) ->
                                    new CopyRequest(b.product(), b.audience(), b.tone(), b.market(), p.colors())));
            return wish.asking() == Asking.NOBODY
                    ? palette.and(copy)
                            .and(hero(wish, flow, brief.and(palette)))
                            .map(BrandKit::new)
                    : asked(wish, flow, brief.and(palette), palette.and(copy).map(Draft::new));
        });
    }

    private static Ref<BrandKit> asked(Wish wish, FlowBuilder flow, Ref.Two<Brief, Palette> from, Ref<Draft> draft) {
        return flow.choose(
                flow.approve(APPROVAL, draft, Boolean.class),
                yes -> draft.and(hero(wish, yes, from)).map((d, h) -> new BrandKit(d.palette(), d.copy(), h)),
                no -> draft.map(d -> new BrandKit(d.palette(), d.copy(), null)));
    }

    private static Ref<GeneratedImage> hero(Wish wish, FlowBuilder flow, Ref.Two<Brief, Palette> from) {
        return flow.step(
                        wish.looking().at(ToolCallStep.of(HERO).as("hero"), HERO_LOOK),
                        from.map((b, p) -> ImageGenerationInput.of(scene(b, p)).size(wish.size())))
                .map(ImageGenerationOutput::image);
    }

    private static String scene(Brief brief, Palette palette) {
        return """
                %s: the hero image of its brand page. One clear subject, seen where and when it is used, in natural \
                light; calm space on one side. Made for %s. Only these colours and their shades: %s. No text, no logo, \
                no border.""".formatted(brief.product(), String.join(", ", brief.audience()), String.join(", ", palette.colors()));
    }

    /**
     * What the brand is for.
     *
     * @param product the product and, after a comma, what it is
     * @param audience who it is for, one kind of people each
     * @param tone how it should sound, if that matters
     * @param market where it is sold, if that matters
     */
    public record Brief(
            @NotBlank String product,
            @NotEmpty List<@NotBlank String> audience,
            @Nullable String tone,
            @Nullable String market) {}

    /** What the colour theorist is told. */
    public record PaletteRequest(
            String product, List<String> audience, @Nullable String tone) {}

    /** Colours as {@code #RRGGBB}, and why. */
    public record Palette(
            @Size(min = 3, max = 8) List<@Pattern(regexp = "#[0-9A-F]{6}") String> colors, String rationale) {}

    /** What the copywriter is told. */
    public record CopyRequest(
            String product,
            List<String> audience,
            @Nullable String tone,
            @Nullable String market,
            List<String> colors) {}

    /** The words of a brand page. */
    public record Copy(String headline, String tagline, String body, String callToAction) {}

    /** All but the picture. */
    public record Draft(Palette palette, Copy copy) {}

    /** What the flow makes; no picture where a person declined it. */
    public record BrandKit(
            Palette palette, Copy copy, @Nullable GeneratedImage hero) {}
}
