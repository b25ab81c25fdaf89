package dev.toolflow.examples;

import dev.toolflow.examples.OutputDirectory.WriteFailedException;
import dev.toolflow.examples.icons.IconLabel;
import dev.toolflow.examples.icons.IconShelf;
import dev.toolflow.examples.report.IconsView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Keeps one of the variants in a directory as the icon. */
final class IconPick {
    private final Lines lines;
    private final Path directory;
    private final IconShelf shelf;

    IconPick(Lines lines, Path directory) {
        this.lines = lines;
        this.directory = directory;
        this.shelf = new IconShelf(directory);
    }

    /**
     * Which one is kept, if any, and how to keep another; to be said behind other words.
     *
     * @param kept the name of its file
     */
    static String hint(Optional<String> kept) {
        return kept.map(name -> "; " + name + " is kept as the icon, --pick keeps another")
                .orElse("; keep one with --pick");
    }

    /**
     * Makes sure that the variants are of this.
     *
     * @throws BadInputException when they are of something else
     */
    void require(IconLabel wanted) {
        if (!shelf.label().filter(wanted::isSame).isPresent()) {
            throw new BadInputException(
                    "--pick: the icons in " + directory + " are of another name, description, prompt, size or model;"
                            + " give --pick and --out alone to keep one of them, or choose another --out");
        }
    }

    /**
     * Keeps one, without any call.
     *
     * @throws BadInputException when there is none of this number
     */
    void keep(int number) {
        try {
            Path icon = shelf.pick(number).orElseThrow(() -> new BadInputException(missing(number)));
            lines.add("  picked    " + icon + " (variant " + number + ")");
            String name = icon.getFileName().toString();
            mark("icon-" + number + name.substring(name.indexOf('.')));
        } catch (IOException e) {
            throw new WriteFailedException(directory.resolve("icon.png") + " cannot be written; free some space", e);
        }
    }

    /** The report shows which one it is, where there is a report. */
    private void mark(String variant) throws IOException {
        Path report = directory.resolve("report.html");
        if (Files.isRegularFile(report)) {
            String page = Files.readString(report);
            OutputDirectory.prepare(directory).write("report.html", IconsView.keeping(variant, page));
        }
    }

    private String missing(int number) {
        List<Integer> numbers = shelf.numbers();
        String there = numbers.isEmpty()
                ? "no variants; make some with --name and --description"
                : numbers.stream().map(each -> "icon-" + each).collect(Collectors.joining(", ", "only ", ""));
        return "--pick: there is no variant " + number + " in " + directory + ", it has " + there;
    }
}
