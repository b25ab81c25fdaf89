package dev.toolflow.examples;

import dev.toolflow.examples.icons.IconLabel;
import dev.toolflow.examples.icons.IconShelf;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What of an icon's variants is to be drawn, and from what. Immutable.
 *
 * @param label what they stand for, with the prompt of an earlier run
 * @param numbers of the variants, none when all are there
 * @param again whether they take the place of others
 */
record IconDrawing(IconLabel label, List<Integer> numbers, Replacing again) {

    /** Whether variants that are there give way. */
    enum Replacing {
        NOTHING,
        ALL
    }

    IconDrawing {
        numbers = List.copyOf(numbers);
    }

    /** All of them, in a directory where none is. */
    static IconDrawing first(IconLabel label, int variants) {
        return new IconDrawing(label, upTo(variants), Replacing.NOTHING);
    }

    /**
     * New ones in place of those in a directory.
     *
     * @throws BadInputException when these are of another thing
     */
    static IconDrawing again(IconLabel label, int variants, Path directory) {
        if (!ofSameThing(label, directory)) {
            throw new BadInputException("--again: the icons in " + directory
                    + " are not known to be of this name and description; choose another --out");
        }
        return new IconDrawing(label, upTo(variants), Replacing.ALL);
    }

    /**
     * What is missing in a directory that has variants.
     *
     * @throws BadInputException when these are of something else
     */
    static IconDrawing missing(IconLabel label, int variants, Path directory) {
        IconShelf shelf = new IconShelf(directory);
        Optional<IconLabel> same = shelf.label().filter(label::isSame);
        if (same.isEmpty()) {
            String remedy = ofSameThing(label, directory) ? "; draw new ones in their place with --again, or" : ";";
            throw new BadInputException("--out: the icons in " + directory
                    + " are of another name, description, prompt, size or model" + remedy + " choose another --out");
        }
        return new IconDrawing(same.get(), shelf.missing(variants), Replacing.NOTHING);
    }

    private static boolean ofSameThing(IconLabel label, Path directory) {
        return new IconShelf(directory).label().filter(label::isOfSameThing).isPresent();
    }

    private static List<Integer> upTo(int variants) {
        return IntStream.rangeClosed(1, variants).boxed().toList();
    }
}
