package dev.toolflow.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records at {@code records/ab/<hash>/<16 digits>.json}, so that an id is a path. Immutable. */
final class RecordFiles {
    private static final Logger LOG = LoggerFactory.getLogger(RecordFiles.class);
    private static final Pattern NAME = Pattern.compile("([0-9a-f]{16})\\.json");
    private static final int HASH = 64;

    /** A directory that became empty may be taken away just before a record is renamed into it. */
    private static final int TRIES = 16;

    private final StoreDirectory records;
    private final UnfinishedFiles unfinished;

    RecordFiles(StoreDirectory top, UnfinishedFiles unfinished) {
        this.records = top.child("records");
        this.unfinished = unfinished;
    }

    /** Writes the record unless it is there: the first one stays. */
    void keep(ImageRecord record) throws IOException {
        StoreDirectory home = home(record.id());
        Path target = path(record.id());
        if (!isThere(record.id(), target)) {
            Path temporary = unfinished.write(record.image().sha256(), RecordJson.write(record));
            try {
                rename(temporary, target, home);
            } finally {
                Files.deleteIfExists(temporary);
            }
        }
        home.sync();
    }

    private boolean isThere(String id, Path target) throws IOException {
        try {
            return StoreDirectory.isThere(target) && read(id, target).isPresent();
        } catch (IllegalArgumentException e) {
            LOG.warn("image store: {} is no record any more and is written again: {}", target, e.getMessage());
            return false;
        }
    }

    private static void rename(Path temporary, Path target, StoreDirectory home) throws IOException {
        for (int tries = 1; ; tries++) {
            home.make();
            try {
                Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
                return;
            } catch (NoSuchFileException e) {
                if (tries == TRIES) {
                    throw e;
                }
            }
        }
    }

    Optional<ImageRecord> find(String id) throws IOException {
        Path target = path(id);
        try {
            home(id).refuseLinks();
            return read(id, target);
        } catch (IllegalArgumentException e) {
            throw new ImageStoreException(
                    "image store: " + target + " is damaged: " + e.getMessage()
                            + "; restore it from a backup, or delete the record",
                    e);
        }
    }

    /** Hands over every record that can be read; a damaged one is passed over with a warning. */
    void forEach(Consumer<ImageRecord> reader) throws IOException {
        for (Path shard : records.entries()) {
            for (Path home : records.child(name(shard)).entries()) {
                if (name(home).length() == HASH) {
                    forEach(name(home), reader);
                }
            }
        }
    }

    /** Like {@link #forEach(Consumer)}, for the records of one picture. */
    void forEach(String hash, Consumer<ImageRecord> reader) throws IOException {
        for (Path file : home(hash).entries()) {
            Matcher name = NAME.matcher(name(file));
            if (name.matches()) {
                readable(hash + "-" + name.group(1), file).ifPresent(reader);
            }
        }
    }

    private static Optional<ImageRecord> readable(String id, Path file) throws IOException {
        try {
            return read(id, file);
        } catch (IllegalArgumentException e) {
            LOG.warn("image store: {} is damaged and is passed over: {}", file, e.getMessage());
            return Optional.empty();
        }
    }

    /** Whether a picture has a record, readable or not. */
    boolean any(String hash) throws IOException {
        return home(hash).entries().stream()
                .anyMatch(file -> NAME.matcher(name(file)).matches());
    }

    boolean delete(String id) throws IOException {
        StoreDirectory home = home(id);
        home.refuseLinks();
        if (!Files.deleteIfExists(path(id))) {
            return false;
        }
        home.sync();
        home.removeIfEmpty();
        return true;
    }

    private static Optional<ImageRecord> read(String id, Path file) throws IOException {
        StoreDirectory.refuseLink(file);
        byte[] json;
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            json = in.readNBytes(RecordJson.LONGEST + 1);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        if (json.length > RecordJson.LONGEST) {
            throw new IllegalArgumentException("it has more than " + RecordJson.LONGEST + " bytes");
        }
        ImageRecord record = RecordJson.read(json);
        if (!record.id().equals(id)) {
            throw new IllegalArgumentException("it is the record of another id");
        }
        return Optional.of(record);
    }

    private StoreDirectory home(String idOrHash) {
        return records.child(idOrHash.substring(0, 2)).passingChild(idOrHash.substring(0, HASH));
    }

    private Path path(String id) {
        return home(id).path().resolve(id.substring(HASH + 1) + ".json");
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }
}
