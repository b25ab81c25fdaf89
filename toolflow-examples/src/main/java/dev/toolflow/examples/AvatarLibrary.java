package dev.toolflow.examples;

import dev.toolflow.ToolFlowResult;
import dev.toolflow.examples.avatars.AvatarBatch;
import dev.toolflow.examples.avatars.AvatarBatch.Job;
import dev.toolflow.examples.avatars.AvatarWish;
import dev.toolflow.examples.avatars.Avatars;
import dev.toolflow.examples.avatars.Kept;
import dev.toolflow.examples.avatars.Manifest;
import dev.toolflow.examples.avatars.Manifest.Entry;
import dev.toolflow.examples.avatars.Manifest.PictureFile;
import dev.toolflow.examples.avatars.Persona;
import dev.toolflow.examples.avatars.Photo;
import dev.toolflow.examples.text.Slug;
import dev.toolflow.image.GeneratedImage;
import dev.toolflow.store.ImageLink;
import dev.toolflow.store.ImageStore;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The files of avatars in the directory of {@code --out}, with the manifest that says whose they are. Thread-safe. */
final class AvatarLibrary {
    static final String STORE = "store";

    private static final String REPORT = "report.html";
    private static final String UNFINISHED = "the run did not end; run the command again";

    private final OutputDirectory files;
    private final PictureStore pictures;
    private final String server;
    private Manifest manifest;

    private AvatarLibrary(OutputDirectory files, PictureStore pictures, String server, Manifest manifest) {
        this.files = files;
        this.pictures = pictures;
        this.server = server;
        this.manifest = manifest;
    }

    /**
     * Opens a directory, new or not.
     *
     * @param server who makes what is missing
     * @throws BadInputException when its manifest cannot be used
     */
    static AvatarLibrary open(OutputDirectory files, PictureStore pictures, String server) {
        Path file = files.path().resolve(Manifest.FILE);
        if (!Files.exists(file)) {
            return new AvatarLibrary(files, pictures, server, Manifest.empty());
        }
        try {
            return new AvatarLibrary(files, pictures, server, Manifest.read(Files.readString(file)));
        } catch (IllegalArgumentException | IOException e) {
            throw new BadInputException("--out: " + file + " cannot be used, it " + why(e)
                    + "; delete it to make all again, or choose another directory");
        }
    }

    ImageStore store() {
        return pictures.store();
    }

    /** What has to be done for these personas to have what is wanted. */
    synchronized List<Job> missing(List<Persona> personas, AvatarWish wish, String runId) {
        List<String> directories =
                Slug.each(personas.stream().map(Persona::name).toList(), Set.of(STORE));
        List<Job> jobs = new ArrayList<>();
        for (int i = 0; i < personas.size(); i++) {
            Persona persona = personas.get(i);
            String directory = directories.get(i);
            Optional<Entry> same =
                    manifest.of(persona).filter(entry -> entry.fingerprint().equals(wish.fingerprint(persona)));
            boolean stored = same.filter(this::isStored).isPresent();
            boolean whole = same.filter(entry -> entry.directory().equals(directory) && isWhole(entry, wish))
                    .isPresent();
            if (!whole || !stored) {
                Kept kept = same.map(entry -> entry.kept().in(store())).orElseGet(Kept::nothing);
                jobs.add(new Job(persona, directory, kept, runId + "-" + directory));
            }
        }
        return jobs;
    }

    /** Says in the manifest what a run that goes on has made so far: if the process dies now, the next one goes on from there. */
    void keep(Job job, AvatarWish wish, Kept kept) {
        add(new Entry(
                job.persona().name(),
                wish.fingerprint(job.persona()),
                job.directory(),
                job.runId(),
                List.of(),
                kept,
                UNFINISHED,
                madeBy(job, wish)));
    }

    /** Says in the manifest what a run made, before its files are written: what was paid for is known whatever happens then. */
    void keep(Job job, AvatarWish wish, ToolFlowResult<Avatars> result) {
        Entry paid = new Entry(
                job.persona().name(),
                wish.fingerprint(job.persona()),
                job.directory(),
                result.runId(),
                List.of(),
                job.kept().and(result),
                Failure.of(result).orElse(null),
                madeBy(job, wish));
        add(paid);
        List<PictureFile> pictures =
                result.outputIfPresent().map(AvatarLibrary::named).orElseGet(List::of);
        if (!pictures.isEmpty()) {
            OutputDirectory directory = files.within(job.directory());
            pictures.forEach(picture -> directory.write(picture.file(), store().open(picture.image())));
            add(paid.with(pictures));
            List<String> now = pictures.stream().map(PictureFile::file).toList();
            Manifest.pictureNames().stream().filter(name -> !now.contains(name)).forEach(directory::delete);
        }
    }

    /**
     * Makes sure that this server may be asked for these.
     *
     * @throws BadInputException when made-up pictures and others would be mixed
     */
    synchronized void requireSameAnswers(List<Persona> personas, List<Job> jobs, Connection connection) {
        Stream<Entry> there = personas.stream().flatMap(persona -> manifest.of(persona).stream());
        AvatarMakers.requireSameAnswers(there, jobs, connection, files.path());
    }

    private @Nullable String madeBy(Job job, AvatarWish wish) {
        return AvatarMakers.with(server, job, wish, of(job.persona()).stream());
    }

    /** Writes the page that shows them all. */
    Path write(String report) {
        files.write(REPORT, report);
        return files.path().resolve(REPORT);
    }

    /** A link to a picture of an entry: by the user's own store, which may sign it for 15 minutes, else to the file. */
    ImageLink link(Entry entry, PictureFile picture) {
        URI file = path(entry, picture).toAbsolutePath().toUri();
        return pictures.link(picture.image()).orElseGet(() -> new ImageLink(file));
    }

    /** What there is of a persona. */
    synchronized Optional<Entry> of(Persona persona) {
        return manifest.of(persona);
    }

    /** Where a picture of an entry is. */
    Path path(Entry entry, PictureFile picture) {
        return files.path().resolve(entry.directory()).resolve(picture.file());
    }

    private synchronized void add(Entry entry) {
        manifest = manifest.with(entry);
        files.writeSynced(Manifest.FILE, PrettyJson.of(manifest.json()));
    }

    /** What the store has lost comes back into it from the files, so that it is not bought again. */
    private boolean isStored(Entry entry) {
        LostPictures lost = new LostPictures(store());
        Map<String, String> whose = Map.of(AvatarBatch.PERSONA, entry.name());
        return entry.files().stream()
                .filter(picture -> !lost.restore(picture.image(), path(entry, picture), whose))
                .toList()
                .isEmpty();
    }

    private boolean isWhole(Entry entry, AvatarWish wish) {
        return entry.files().size() == wish.pictures()
                && entry.files().stream().allMatch(picture -> isThere(path(entry, picture), picture.image()));
    }

    /** A file that cannot be looked at is as good as missing: it is written again, and that says what is wrong. */
    private static boolean isThere(Path file, GeneratedImage image) {
        try {
            return Files.isRegularFile(file) && Files.size(file) == image.sizeBytes();
        } catch (IOException e) {
            return false;
        }
    }

    private static List<PictureFile> named(Avatars avatars) {
        List<PictureFile> named = new ArrayList<>();
        named.add(new PictureFile("selfie." + avatars.selfie().format().extension(), "", avatars.selfie()));
        for (Photo photo : avatars.photos()) {
            String file =
                    "avatar-" + named.size() + "." + photo.image().format().extension();
            named.add(new PictureFile(file, photo.scene(), photo.image()));
        }
        return named;
    }

    private static String why(Exception e) {
        return e instanceof IOException ? "cannot be read" : String.valueOf(e.getMessage());
    }
}
