package dev.toolflow.examples;

import dev.toolflow.Approval;
import dev.toolflow.ToolFlow;
import dev.toolflow.examples.flow.BrandKitFlow;
import dev.toolflow.examples.flow.BrandKitFlow.Asking;
import dev.toolflow.examples.flow.BrandKitFlow.BrandKit;
import dev.toolflow.examples.flow.BrandKitFlow.Brief;
import dev.toolflow.examples.flow.BrandKitFlow.Copy;
import dev.toolflow.examples.flow.BrandKitFlow.Draft;
import dev.toolflow.examples.flow.BrandKitFlow.Palette;
import dev.toolflow.examples.report.BrandKitView;
import dev.toolflow.image.ImageGenerationInput;
import dev.toolflow.tool.ModelDefaults;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code brand-kit}. */
@Command(
        name = BrandKitCommand.NAME,
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = "Brief -> palette -> copy and hero image side by side -> brand kit.",
        footerHeading = "%nThe brief:%n",
        footer =
                "  {\"product\": \"...\", \"audience\": [\"...\"], \"tone\": \"...\", \"market\": \"...\"}; the last two may be left out")
final class BrandKitCommand implements Callable<Integer> {
    static final String NAME = "brand-kit";

    /** Landscape where the model has it; older ones draw squares only. */
    static final List<String> HERO_SIZES = List.of(BrandKitFlow.HERO_SIZE, "1792x1024", "1024x1024");

    private static final String DECLINED = "Declined: no image was bought, palette and copy are kept";

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
    private final DurableOptions durable = new DurableOptions();

    @Mixin
    private final CommonOptions options = new CommonOptions();

    BrandKitCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        var brief = dev.toolflow.examples.Brief.read(briefing.input(), "briefs/tea.json");
        if (!durable.isAsked() || options.control().plan()) {
            return run(brief, Beginning.of(RunId.at(shell.clock())), () -> PictureStore.open(pictures.store(), shell));
        }
        if (pictures.store().isPresent()) {
            throw new BadInputException(
                    "--store: --durable keeps the pictures in its own directory; leave one of both out");
        }
        Path directory = durable.directory();
        String command = KeptCommand.write(command());
        try (KeptRuns runs = durable.open()) {
            var place = new LastingRun.Place(NAME, directory, directory.toString(), command);
            return run(
                    brief,
                    new LastingRun(shell, runs, place),
                    () -> PictureStore.open(Optional.empty(), shell, directory.resolve(RunStoreAddress.PICTURES)));
        }
    }

    /** What decides what the flow makes. */
    private List<String> command() {
        ModelDefaults models = options.models(shell);
        List<String> command = new ArrayList<>(
                List.of("--chat-model", models.chat(), "--image-model", models.image(), "--size", size()));
        command.addAll(briefing.command());
        command.addAll(pictures.command());
        if (approve) {
            command.add("--approve");
        }
        return command;
    }

    private String size() {
        return options.size()
                .orElseGet(() -> ImageCheck.firstTaken(options.models(shell).image(), HERO_SIZES));
    }

    /** Runs it with these options, wherever it begins, and returns the program's exit code. */
    int run(dev.toolflow.examples.Brief brief, Beginning beginning, Supplier<PictureStore> store) {
        ImageCheck.of(options.models(shell).image())
                .asks(ImageGenerationInput.of("a hero image").size(size()))
                .require();
        return new ExampleRun<>(shell, options, example(size(), beginning), beginning)
                .run(brief.as(Brief.class), store);
    }

    private Example<Brief, BrandKit> example(String size, Beginning beginning) {
        var wish = new BrandKitFlow.Wish(size, pictures.looking(), approve ? Asking.A_PERSON : Asking.NOBODY);
        return Example.of(
                        BrandKitFlow.define(briefing.taste(), wish),
                        (Brief brief, Made<BrandKit> made) -> BrandKitView.of(brief, made.result(), made.pictures()),
                        kit -> highlights(kit.palette(), kit.copy()))
                .asking(
                        approval -> question(approval, beginning.toAnswer(approval.id())),
                        kit -> kit.hero() == null ? Optional.of(DECLINED) : Optional.empty());
    }

    /** The flow with all that it may ask, to know the types of the answers. */
    static ToolFlow<?, ?> asking() {
        return BrandKitFlow.define(
                new BriefOptions().taste(),
                new BrandKitFlow.Wish(BrandKitFlow.HERO_SIZE, new PictureOptions().looking(), Asking.A_PERSON));
    }

    private static Question question(Approval approval, Optional<String> toAnswer) {
        Draft draft = (Draft) approval.about();
        return new Question(
                highlights(draft.palette(), draft.copy()),
                "Buy the hero image for this palette and copy?",
                "your yes to the hero image, which is not bought yet; palette and copy are in result.json. To go on, "
                        + toAnswer.map(how -> how + "; true buys it, false ends without one")
                                .orElse(
                                        "begin anew: on a terminal to be asked, or without --approve to buy it unasked"));
    }

    private static List<Highlight> highlights(Palette palette, Copy copy) {
        return List.of(
                new Highlight("palette", String.join("  ", palette.colors())),
                new Highlight("headline", copy.headline()),
                new Highlight("tagline", copy.tagline()));
    }
}
