package dev.toolflow.examples.icons;

import dev.toolflow.schema.JsonReadException;
import dev.toolflow.schema.JsonType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A directory with numbered variants of an icon, and the one that was picked. Not thread-safe. */
public final class IconShelf {
    private static final Logger LOG = LoggerFactory.getLogger(IconShelf.class);
    private static final List<String> ENDINGS = List.of("png", "jpg", "webp");
    private static final int MOST = 4;

    private final Path directory;

    /** The variants in a directory, which may be absent. */
    public IconShelf(Path directory) {
        this.directory = directory;
    }

    /** The numbers of the variants that are there. */
    public List<Integer> numbers() {
        List<Integer> numbers = new ArrayList<>();
        for (int number = 1; number <= MOST; number++) {
            if (variant(number).isPresent()) {
                numbers.add(number);
            }
        }
        return List.copyOf(numbers);
    }

    /** The file of the variant that the icon is a copy of; empty where none was picked, or is there no more. */
    public Optional<String> picked() {
        for (String ending : ENDINGS) {
            Path icon = directory.resolve("icon." + ending);
            for (int number : Files.isRegularFile(icon) ? numbers() : List.<Integer>of()) {
                Optional<Path> same = variant(number).filter(file -> isSame(file, icon));
                if (same.isPresent()) {
                    return same.map(file -> file.getFileName().toString());
                }
            }
        }
        return Optional.empty();
    }

    /** One that cannot be read is none that was picked. */
    private static boolean isSame(Path variant, Path icon) {
        try {
            return Files.mismatch(variant, icon) < 0;
        } catch (IOException e) {
            LOG.debug("{} cannot be compared with {}", variant, icon, e);
            return false;
        }
    }

    /** What they stand for; empty where nothing readable says so. */
    public Optional<IconLabel> label() {
        Path file = directory.resolve(IconLabel.FILE);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JsonType.plain(IconLabel.class).read(Files.readString(file)));
        } catch (IOException | JsonReadException e) {
            LOG.warn("{} cannot be read, nothing says what the icons beside it stand for: {}", file, e.getMessage());
            return Optional.empty();
        }
    }

    /** The numbers of the variants that are missing to have so many: the lowest that are free. */
    public List<Integer> missing(int variants) {
        List<Integer> there = numbers();
        return IntStream.rangeClosed(1, MOST)
                .boxed()
                .filter(number -> !there.contains(number))
                .limit(Math.max(0, variants - there.size()))
                .toList();
    }

    /**
     * Makes a copy of a variant the icon, in place of the one that was picked before.
     *
     * @return its file; empty when there is no such variant
     * @throws IOException if it cannot be copied
     */
    public Optional<Path> pick(int number) throws IOException {
        Optional<Path> variant = variant(number);
        if (variant.isEmpty()) {
            return Optional.empty();
        }
        String name = variant.get().getFileName().toString();
        Path picked = directory.resolve("icon" + name.substring(name.indexOf('.')));
        Path unfinished = directory.resolve(".icon.part");
        Files.copy(variant.get(), unfinished, StandardCopyOption.REPLACE_EXISTING);
        Files.move(unfinished, picked, StandardCopyOption.REPLACE_EXISTING);
        for (String ending : ENDINGS) {
            Path other = directory.resolve("icon." + ending);
            if (!other.equals(picked)) {
                Files.deleteIfExists(other);
            }
        }
        return Optional.of(picked);
    }

    /** The files of variants that are none of these, and of the icon that was picked: of no use once others are drawn. */
    public List<String> besides(List<String> variants) {
        List<String> besides = new ArrayList<>(ENDINGS.stream()
                .map(ending -> "icon." + ending)
                .filter(name -> Files.isRegularFile(directory.resolve(name)))
                .toList());
        for (int number = 1; number <= MOST; number++) {
            for (String ending : ENDINGS) {
                String name = "icon-" + number + "." + ending;
                if (!variants.contains(name) && Files.isRegularFile(directory.resolve(name))) {
                    besides.add(name);
                }
            }
        }
        return List.copyOf(besides);
    }

    private Optional<Path> variant(int number) {
        return ENDINGS.stream()
                .map(ending -> directory.resolve("icon-" + number + "." + ending))
                .filter(Files::isRegularFile)
                .findFirst();
    }
}
