package dev.toolflow.examples;

import dev.toolflow.examples.icons.IconBrief;
import dev.toolflow.examples.icons.IconFlow;
import dev.toolflow.examples.icons.IconShelf;
import dev.toolflow.examples.icons.IconShelf.Label;
import dev.toolflow.examples.icons.Icons;
import dev.toolflow.examples.report.IconsView;
import dev.toolflow.examples.report.Pictures;
import dev.toolflow.examples.report.Shot;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command {@code icons}. */
@Command(
        name = "icons",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = "Name and description -> prompt -> variants of an icon -> the one that is kept.",
        footerHeading = "%nStep by step:%n",
        footer = {
            "  icons --name Harbour --description \"Shipping dashboard\" --show-prompt",
            "  icons --name Harbour --prompt \"... as you changed it ...\" --variants 4 --out out/icons",
            "  icons --pick 2 --out out/icons"
        })
final class IconsCommand implements Callable<Integer> {
    @Mixin
    private final IconOptions icon = new IconOptions();

    @Mixin
    private final PictureOptions pictures = new PictureOptions();

    @Mixin
    private final CommonOptions options = new CommonOptions();

    private final Shell shell;

    IconsCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        options.logAsAsked();
        if (icon.isOnlyPick()) {
            Path directory = options.out()
                    .orElseThrow(() -> new BadInputException("--out: must name the directory with the variants"));
            pickIn(directory).keep(icon.pick().orElseThrow());
            return ExitCode.DONE;
        }
        Label label = icon.label();
        IconFlow.Wish wish =
                new IconFlow.Wish(icon.variants(), options.size().orElse(IconFlow.STANDARD_SIZE), pictures.looking());
        ImageCheck.of(options.models(shell).image())
                .asks(wish.of(label.prompt() == null ? "an icon" : label.prompt()))
                .require();
        if (icon.showPrompt()) {
            return new IconPromptRun(shell, options).show(label);
        }
        return isPickedFromWhatIsThere(label) ? ExitCode.DONE : draw(label, wish);
    }

    /** Who picks has seen the variants that are there: they are not drawn anew. */
    private boolean isPickedFromWhatIsThere(Label label) {
        OptionalInt number = icon.pick();
        Optional<IconPick> there = options.out().map(this::pickIn).filter(IconPick::hasVariants);
        if (number.isEmpty() || there.isEmpty()) {
            return false;
        }
        there.get().require(label);
        there.get().keep(number.getAsInt());
        return true;
    }

    private int draw(Label label, IconFlow.Wish wish) {
        ExampleRun<IconBrief, Icons> run = new ExampleRun<>(shell, options, example(wish, label));
        int exit = run.run(label.brief(), () -> PictureStore.open(pictures.store(), shell));
        if (exit == ExitCode.DONE) {
            OutputDirectory files = run.files();
            new IconShelf(files.path()).beyond(wish.variants()).forEach(files::delete);
            files.write(IconShelf.LABEL, PrettyJson.of(label.json()));
            icon.pick().ifPresent(pickIn(files.path())::keep);
        }
        return exit;
    }

    private Example<IconBrief, Icons> example(IconFlow.Wish wish, Label label) {
        return new Example<>(
                "icons",
                store -> IconFlow.define(wish, Optional.ofNullable(label.prompt()), store),
                IconsCommand::view,
                IconsCommand::highlights);
    }

    private IconPick pickIn(Path directory) {
        return new IconPick(new Lines(shell.terminal(), options), directory);
    }

    private static IconsView view(IconBrief brief, Made<Icons> made) {
        Icons icons = made.result().outputIfPresent().orElse(new Icons("", List.of()));
        List<Shot> shots = new ArrayList<>();
        for (Pictures.Named picture : made.pictures().named()) {
            shots.add(new Shot(
                    picture.fileName(),
                    "Variant " + (shots.size() + 1),
                    made.thumbnails().of(picture.image()).orElse(null)));
        }
        return new IconsView(brief.name(), icons.prompt(), shots);
    }

    private static List<Highlight> highlights(Icons icons) {
        return List.of(
                new Highlight("prompt", icons.prompt()),
                new Highlight("icons", Amounts.of(icons.variants().size(), "variant") + "; keep one with --pick"));
    }
}
