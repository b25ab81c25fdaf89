package dev.toolflow.examples.avatars;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.toolflow.image.GeneratedImage;
import dev.toolflow.schema.JsonReadException;
import dev.toolflow.schema.JsonType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What was made of whom, so that the next run makes only what is missing. Immutable. Holds names and what models wrote of the
 * scenes, but no biography.
 *
 * @param format of this file, 1
 * @param personas an entry each, in the order they were first made
 */
public record Manifest(int format, List<Entry> personas) {
    /** The file's name. */
    public static final String FILE = "manifest.json";

    private static final int FORMAT = 1;
    private static final Pattern DIRECTORY = Pattern.compile("[a-z0-9][a-z0-9-]{0,59}");
    private static final List<String> ENDINGS = List.of("png", "jpg", "webp");

    /** Copies the list. */
    public Manifest {
        personas = List.copyOf(personas);
    }

    /**
     * A persona.
     *
     * @param name theirs
     * @param fingerprint of the biography and of what was wanted
     * @param directory where their files are, relative to this file
     * @param runId the last run
     * @param files the pictures in the directory, the selfie first; empty unless all were made
     * @param kept what was made, whole or in part
     * @param failure why not all was made, or null
     * @param server who made it, one after the other where several did, or null where an earlier version wrote the entry
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Entry(
            String name,
            String fingerprint,
            String directory,
            String runId,
            List<PictureFile> files,
            Kept kept,
            @Nullable String failure,
            @Nullable String server) {
        /** @throws IllegalArgumentException when the directory is none of ours: files in it are written and deleted */
        public Entry {
            requireOurs("directory", DIRECTORY.matcher(directory).matches());
            files = List.copyOf(files);
        }

        /** The same with these files in the directory. */
        public Entry with(List<PictureFile> pictures) {
            return new Entry(name, fingerprint, directory, runId, pictures, kept, failure, server);
        }
    }

    /**
     * A picture of a persona.
     *
     * @param file its name
     * @param scene what it shows; empty for the selfie
     * @param image what it is
     */
    public record PictureFile(String file, String scene, GeneratedImage image) {
        /** @throws IllegalArgumentException when the file is none of ours */
        public PictureFile {
            requireOurs("file", pictureNames().contains(file));
        }
    }

    /** The manifest of nothing. */
    public static Manifest empty() {
        return new Manifest(FORMAT, List.of());
    }

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException when it is damaged or of a newer format
     */
    public static Manifest read(String json) {
        try {
            Manifest manifest = JsonType.plain(Manifest.class).read(json);
            if (manifest.format() != FORMAT) {
                throw new IllegalArgumentException(
                        "has the format " + manifest.format() + ", which another version of the program wrote");
            }
            return manifest;
        } catch (JsonReadException e) {
            throw new IllegalArgumentException("is damaged: " + inWordsOfAFile(e.getMessage()), e);
        }
    }

    /** Every name that a picture in the directory of a persona can have. */
    public static List<String> pictureNames() {
        return Stream.concat(
                        Stream.of("selfie"),
                        IntStream.rangeClosed(1, AvatarWish.MOST_IMAGES).mapToObj(number -> "avatar-" + number))
                .flatMap(name -> ENDINGS.stream().map(ending -> name + "." + ending))
                .toList();
    }

    /** Who reads of a file does not know the classes that it is read into. */
    private static String inWordsOfAFile(@Nullable String message) {
        return String.valueOf(message)
                .replaceAll("is refused by the constructor of \\w+", "is not what this program writes");
    }

    /** As JSON. */
    public String json() {
        return JsonType.plain(Manifest.class).write(this);
    }

    /** The entry of a persona. */
    public Optional<Entry> of(Persona persona) {
        return personas.stream()
                .filter(entry -> entry.name().equals(persona.name()))
                .findFirst();
    }

    /** This with a new entry, in place of the one of the same name. */
    public Manifest with(Entry entry) {
        List<Entry> entries = new ArrayList<>(personas);
        entries.replaceAll(other -> other.name().equals(entry.name()) ? entry : other);
        if (!entries.contains(entry)) {
            entries.add(entry);
        }
        return new Manifest(format, entries);
    }

    private static void requireOurs(String field, boolean ours) {
        if (!ours) {
            throw new IllegalArgumentException(field + ": is no name that this program gives");
        }
    }
}
