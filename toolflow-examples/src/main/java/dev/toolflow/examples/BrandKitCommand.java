package dev.toolflow.examples;

import dev.toolflow.Approval;
import dev.toolflow.examples.flow.BrandKitFlow;
import dev.toolflow.examples.flow.BrandKitFlow.Asking;
import dev.toolflow.examples.flow.BrandKitFlow.BrandKit;
import dev.toolflow.examples.flow.BrandKitFlow.Brief;
import dev.toolflow.examples.flow.BrandKitFlow.Copy;
import dev.toolflow.examples.flow.BrandKitFlow.Draft;
import dev.toolflow.examples.flow.BrandKitFlow.Palette;
import dev.toolflow.examples.report.BrandKitView;
import dev.toolflow.image.ImageGenerationInput;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code brand-kit}. */
@Command(
        name = "brand-kit",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = "Brief -> palette -> copy and hero image side by side -> brand kit.",
        footerHeading = "%nThe brief:%n",
        footer =
                "  {\"product\": \"...\", \"audience\": [\"...\"], \"tone\": \"...\", \"market\": \"...\"}; the last two may be left out")
final class BrandKitCommand implements Callable<Integer> {
    /** Landscape where the model has it; older ones draw squares only. */
    static final List<String> HERO_SIZES = List.of(BrandKitFlow.HERO_SIZE, "1792x1024", "1024x1024");

    private final Shell shell;

    @Option(
            names = "--approve",
            description = "Show palette and copy, and ask before the image is bought: y buys it, n ends without one"
                    + " (exit code 1). Without a terminal the run stops there (exit code 3).")
    private boolean approve;

    @Mixin
    private final BriefOptions briefing = new BriefOptions();

    @Mixin
    private final PictureOptions pictures = new PictureOptions();

    @Mixin
    private final CommonOptions options = new CommonOptions();

    BrandKitCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        String model = options.models(shell).image();
        String size = options.size().orElseGet(() -> ImageCheck.firstTaken(model, HERO_SIZES));
        ImageCheck.of(model)
                .asks(ImageGenerationInput.of("a hero image").size(size))
                .require();
        Brief brief = dev.toolflow.examples.Brief.read(briefing.input(), "briefs/tea.json")
                .as(Brief.class);
        return new ExampleRun<>(shell, options, example(size))
                .run(brief, () -> PictureStore.open(pictures.store(), shell));
    }

    private Example<Brief, BrandKit> example(String size) {
        var wish = new BrandKitFlow.Wish(size, pictures.looking(), approve ? Asking.A_PERSON : Asking.NOBODY);
        return Example.of(
                        BrandKitFlow.define(briefing.taste(), wish),
                        (Brief brief, Made<BrandKit> made) -> BrandKitView.of(brief, made.result(), made.pictures()),
                        kit -> highlights(kit.palette(), kit.copy()))
                .asking(BrandKitCommand::question);
    }

    private static Question question(Approval approval) {
        Draft draft = (Draft) approval.about();
        return new Question(
                highlights(draft.palette(), draft.copy()),
                "Buy the hero image for this palette and copy?",
                "your yes to the hero image, which is not bought yet; palette and copy are in result.json."
                        + " To go on, begin anew: on a terminal to be asked, or without --approve to buy it unasked",
                "Declined: no image was bought, palette and copy are kept");
    }

    private static List<Highlight> highlights(Palette palette, Copy copy) {
        return List.of(
                new Highlight("palette", String.join("  ", palette.colors())),
                new Highlight("headline", copy.headline()),
                new Highlight("tagline", copy.tagline()));
    }
}
