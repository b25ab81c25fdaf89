package dev.toolflow.examples.icons;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.toolflow.schema.JsonReadException;
import dev.toolflow.schema.JsonType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A directory with numbered variants of an icon, and the one that was picked. Not thread-safe. */
public final class IconShelf {
    /** The file that says what the icons in its directory stand for. */
    public static final String LABEL = "icons.json";

    private static final Logger LOG = LoggerFactory.getLogger(IconShelf.class);
    private static final List<String> ENDINGS = List.of("png", "jpg", "webp");
    private static final int MOST = 4;

    private final Path directory;

    /** The variants in a directory, which may be absent. */
    public IconShelf(Path directory) {
        this.directory = directory;
    }

    /**
     * What the icons stand for, so that they are not taken for those of something else. Immutable.
     *
     * @param brief the name and what else was said
     * @param prompt that was given, or null when it was written
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Label(IconBrief brief, @Nullable String prompt) {
        /** As JSON. */
        public String json() {
            return JsonType.plain(Label.class).write(this);
        }
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

    /** Whether they stand for this; no, where nothing readable says so. */
    public boolean isLabelled(Label label) {
        Path file = directory.resolve(LABEL);
        try {
            return Files.isRegularFile(file)
                    && JsonType.plain(Label.class).read(Files.readString(file)).equals(label);
        } catch (IOException | JsonReadException e) {
            LOG.warn("{} cannot be read: nothing says what the icons beside it stand for", file, e);
            return false;
        }
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

    /** The files of an earlier run with higher numbers, which would be taken for variants of this one. */
    public List<String> beyond(int variants) {
        return numbers().stream()
                .filter(number -> number > variants)
                .flatMap(number -> variant(number).stream())
                .map(file -> file.getFileName().toString())
                .toList();
    }

    private Optional<Path> variant(int number) {
        return ENDINGS.stream()
                .map(ending -> directory.resolve("icon-" + number + "." + ending))
                .filter(Files::isRegularFile)
                .findFirst();
    }
}
