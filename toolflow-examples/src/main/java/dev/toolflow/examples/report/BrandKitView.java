package dev.toolflow.examples.report;

import dev.toolflow.ToolFlowResult;
import dev.toolflow.examples.colour.Oklch;
import dev.toolflow.examples.colour.Rgb;
import dev.toolflow.examples.flow.BrandKitFlow;
import dev.toolflow.examples.flow.BrandKitFlow.BrandKit;
import dev.toolflow.examples.flow.BrandKitFlow.Brief;
import dev.toolflow.examples.flow.BrandKitFlow.Copy;
import dev.toolflow.examples.flow.BrandKitFlow.Palette;
import dev.toolflow.image.GeneratedImage;
import dev.toolflow.image.ImageGenerationOutput;
import dev.toolflow.step.StepResult;
import dev.toolflow.step.StepStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A brand kit, or as much of it as was accepted. Immutable.
 *
 * @param brand the product's name, as far as the first comma
 * @param palette the colours, empty when there are none
 * @param rationale why these colours, or null
 * @param copy the words, or null
 * @param hero the picture, or null
 */
public record BrandKitView(
        String brand,
        List<Swatch> palette,
        @Nullable String rationale,
        @Nullable Copy copy,
        @Nullable Hero hero) implements OutputView {
    private static final Rgb PAPER = Rgb.of("#FFFFFF");
    private static final Rgb INK = Rgb.of("#1B1B1B");

    /** Copies the list. */
    public BrandKitView {
        palette = List.copyOf(palette);
    }

    /**
     * The picture.
     *
     * @param file relative to the report
     * @param width pixels
     * @param height pixels
     * @param alt what it shows, for those who do not see it
     */
    public record Hero(String file, int width, int height, String alt) {}

    /** Shows what a run made. */
    public static BrandKitView of(Brief brief, ToolFlowResult<BrandKit> result, Pictures pictures) {
        Palette palette = accepted(result.step(BrandKitFlow.PALETTE)).orElse(null);
        Copy copy = accepted(result.step(BrandKitFlow.COPY)).orElse(null);
        Hero hero = accepted(result.step(BrandKitFlow.HERO))
                .map(ImageGenerationOutput::image)
                .flatMap(image -> hero(brief, image, pictures))
                .orElse(null);
        List<Swatch> swatches = palette == null
                ? List.of()
                : palette.colors().stream()
                        .flatMap(hex -> Swatch.of("", hex).stream())
                        .toList();
        return new BrandKitView(brand(brief), swatches, palette == null ? null : palette.rationale(), copy, hero);
    }

    /** What the page stands on: the palest colour. */
    public Swatch ground() {
        return new Swatch("ground", lightest().orElse(PAPER));
    }

    /** What is read on it: the colour of the palette that reads best. */
    public Swatch ink() {
        return new Swatch("ink", palette.isEmpty() ? INK : ground().colour().mostReadable(colours()));
    }

    /** What catches the eye: the most vivid colour. */
    public Swatch accent() {
        return new Swatch(
                "accent",
                colours().stream()
                        .max(Comparator.comparingDouble(
                                colour -> Oklch.of(colour).chroma()))
                        .orElse(INK));
    }

    /** Each colour on each. */
    public List<List<ContrastCell>> contrasts() {
        List<List<ContrastCell>> rows = new ArrayList<>();
        for (Swatch ground : palette) {
            rows.add(palette.stream().map(ink -> new ContrastCell(ink, ground)).toList());
        }
        return rows;
    }

    private List<Rgb> colours() {
        return palette.stream().map(Swatch::colour).toList();
    }

    private Optional<Rgb> lightest() {
        return colours().stream().max(Comparator.comparingDouble(Rgb::luminance));
    }

    private static Optional<Hero> hero(Brief brief, GeneratedImage image, Pictures pictures) {
        return pictures.nameOf(image)
                .map(file -> new Hero(file, image.width(), image.height(), "Hero image of " + brief.product()));
    }

    private static String brand(Brief brief) {
        int comma = brief.product().indexOf(',');
        return (comma > 0 ? brief.product().substring(0, comma) : brief.product()).strip();
    }

    private static <O> Optional<O> accepted(StepResult<O> step) {
        return step.status() == StepStatus.COMPLETED ? step.output() : Optional.empty();
    }
}
