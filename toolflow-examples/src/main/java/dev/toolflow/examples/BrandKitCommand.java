package dev.toolflow.examples;

import dev.toolflow.examples.flow.BrandKitFlow;
import dev.toolflow.examples.flow.BrandKitFlow.BrandKit;
import dev.toolflow.examples.flow.BrandKitFlow.Brief;
import dev.toolflow.examples.report.BrandKitView;
import dev.toolflow.image.ImageGenerationInput;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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
        return Example.of(
                BrandKitFlow.define(briefing.taste(), size, pictures.looking()),
                (brief, made) -> BrandKitView.of(brief, made.result(), made.pictures()),
                BrandKitCommand::highlights);
    }

    private static List<Highlight> highlights(BrandKit kit) {
        return List.of(
                new Highlight("palette", String.join("  ", kit.palette().colors())),
                new Highlight("headline", kit.copy().headline()),
                new Highlight("tagline", kit.copy().tagline()));
    }
}
