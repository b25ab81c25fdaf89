package dev.toolflow.examples;

import dev.toolflow.examples.icons.IconFlow;
import dev.toolflow.examples.icons.IconLabel;
import dev.toolflow.examples.icons.IconShelf;
import java.nio.file.Path;
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
        description = {
            "Name and description -> prompt -> variants of an icon -> the one that is kept.",
            "Run again with the same --out it draws only the variants that are missing; --again draws new ones."
        },
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
        options.control().check();
        if (icon.isOnlyPick()) {
            Path directory = options.out()
                    .orElseThrow(() -> new BadInputException("--out: must name the directory with the variants"));
            keep(icon.pick().orElseThrow(), pickIn(directory));
            return ExitCode.DONE;
        }
        String size = options.size().orElse(IconFlow.STANDARD_SIZE);
        IconLabel label = icon.label(size, options.models(shell).image());
        IconFlow.Wish wish = new IconFlow.Wish(icon.variants(), size, pictures.looking());
        ImageCheck.of(label.model())
                .asks(wish.of(label.prompt() == null ? "an icon" : label.prompt()))
                .require();
        if (icon.showPrompt()) {
            return new IconPromptRun(shell, options).show(label);
        }
        return isPickedFromWhatIsThere(label) ? ExitCode.DONE : draw(drawing(label));
    }

    /** Who picks has seen the variants that are there: they are not drawn anew. */
    private boolean isPickedFromWhatIsThere(IconLabel label) {
        OptionalInt number = icon.pick();
        Optional<IconPick> there = there().map(this::pickIn);
        if (number.isEmpty() || there.isEmpty() || icon.again()) {
            return false;
        }
        there.get().require(label);
        keep(number.getAsInt(), there.get());
        return true;
    }

    private void keep(int number, IconPick pick) {
        if (options.control().plan()) {
            new Lines(shell.terminal(), options).add("  plan      nothing is called to keep a variant");
        } else {
            pick.keep(number);
        }
    }

    /** The directory, if it has variants. */
    private Optional<Path> there() {
        return options.out()
                .filter(directory -> !new IconShelf(directory).numbers().isEmpty());
    }

    private IconDrawing drawing(IconLabel label) {
        int variants = icon.variants();
        return there().map(directory -> icon.again()
                        ? IconDrawing.again(label, variants, directory)
                        : IconDrawing.missing(label, variants, directory))
                .orElseGet(() -> IconDrawing.first(label, variants));
    }

    private int draw(IconDrawing drawing) {
        if (drawing.numbers().isEmpty()) {
            Path directory = options.out().orElseThrow();
            String hint = IconPick.hint(new IconShelf(directory).picked());
            new Lines(shell.terminal(), options)
                    .add("  there     the variants in " + directory + ", nothing is drawn" + hint
                            + ", draw new ones with --again");
            return ExitCode.DONE;
        }
        IconRun run = new IconRun(shell, options, pictures, icon.pick());
        int exit = run.draw(drawing);
        if (exit == ExitCode.DONE && !options.control().plan()) {
            icon.pick().ifPresent(pickIn(run.directory())::keep);
        }
        return exit;
    }

    private IconPick pickIn(Path directory) {
        return new IconPick(new Lines(shell.terminal(), options), directory);
    }
}
