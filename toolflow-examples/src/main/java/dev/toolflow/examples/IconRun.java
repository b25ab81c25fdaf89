package dev.toolflow.examples;

import dev.toolflow.ToolFlowResult;
import dev.toolflow.examples.icons.IconBrief;
import dev.toolflow.examples.icons.IconFlow;
import dev.toolflow.examples.icons.IconLabel;
import dev.toolflow.examples.icons.IconShelf;
import dev.toolflow.examples.icons.Icons;
import dev.toolflow.examples.report.IconsView;
import dev.toolflow.examples.report.Pictures;
import dev.toolflow.examples.report.Shot;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Draws variants of an icon into their numbered files. One use. */
final class IconRun {
    private final Shell shell;
    private final CommonOptions options;
    private final PictureOptions pictures;
    private final OptionalInt pick;
    private Path directory = Path.of("");

    /** @param pick the variant that is kept once it is drawn */
    IconRun(Shell shell, CommonOptions options, PictureOptions pictures, OptionalInt pick) {
        this.shell = shell;
        this.options = options;
        this.pictures = pictures;
        this.pick = pick;
    }

    /** Draws them, and returns the program's exit code. */
    int draw(IconDrawing drawing) {
        ExampleRun<IconBrief, Icons> run = new ExampleRun<>(shell, options, example(drawing));
        int exit = run.run(drawing.label().brief(), () -> PictureStore.open(pictures.store(), shell));
        run.directory().ifPresent(made -> directory = made);
        return exit;
    }

    /** Where they are, once they are drawn. */
    Path directory() {
        return directory;
    }

    private Example<IconBrief, Icons> example(IconDrawing drawing) {
        IconLabel label = drawing.label();
        IconFlow.Wish wish = new IconFlow.Wish(drawing.numbers().size(), label.size(), pictures.looking());
        return new Example<>(
                "icons",
                store -> IconFlow.define(wish, Optional.ofNullable(label.knownPrompt()), store),
                (brief, made) -> view(drawing, made),
                icons -> highlights(icons, kept(drawing)),
                (result, files) -> prepare(drawing, result, files),
                Question::of,
                made -> Optional.empty());
    }

    /**
     * Names the variants by their numbers, and says what they stand for before the first of their files is there: whatever
     * happens then, they are not bought again.
     */
    private static Pictures prepare(IconDrawing drawing, ToolFlowResult<Icons> result, OutputDirectory files) {
        Optional<Icons> drawn = result.outputIfPresent();
        if (drawn.isEmpty()) {
            return Pictures.of(result);
        }
        List<Pictures.Named> named = new ArrayList<>();
        for (var image : drawn.get().variants()) {
            int number = drawing.numbers().get(named.size());
            named.add(new Pictures.Named(
                    image, "icon-" + number + "." + image.format().extension()));
        }
        if (drawing.again() == IconDrawing.Replacing.ALL) {
            List<String> names = named.stream().map(Pictures.Named::fileName).toList();
            new IconShelf(files.path()).besides(names).forEach(files::delete);
        }
        files.write(
                IconLabel.FILE,
                PrettyJson.of(drawing.label().drawnFrom(drawn.get().prompt()).json()));
        return new Pictures(named);
    }

    /** What is kept already, where it stays. */
    private Optional<String> kept(IconDrawing drawing) {
        return drawing.again() == IconDrawing.Replacing.ALL
                ? Optional.empty()
                : options.out().flatMap(there -> new IconShelf(there).picked());
    }

    private IconsView view(IconDrawing drawing, Made<Icons> made) {
        Icons icons = made.result().outputIfPresent().orElse(new Icons("", List.of()));
        List<Shot> shots = new ArrayList<>();
        for (Pictures.Named picture : made.pictures().named()) {
            shots.add(new Shot(
                    picture.fileName(),
                    "Variant " + drawing.numbers().get(shots.size()),
                    made.thumbnails().of(picture.image()).orElse(null)));
        }
        return new IconsView(
                drawing.label().brief().name(),
                icons.prompt(),
                shots,
                kept(drawing).orElse(""));
    }

    private List<Highlight> highlights(Icons icons, Optional<String> kept) {
        String hint = pick.isPresent() ? "" : IconPick.hint(kept);
        return List.of(
                new Highlight("prompt", icons.prompt()),
                new Highlight("icons", Amounts.of(icons.variants().size(), "variant") + hint));
    }
}
