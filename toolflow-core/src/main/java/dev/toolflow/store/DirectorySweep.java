package dev.toolflow.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One sweep of a store's directory: what no record needs and is old enough goes; names it does not know stay. */
final class DirectorySweep {
    private static final Pattern PICTURE = Pattern.compile("([0-9a-f]{64})\\.(png|jpg|webp)");

    private final PictureFiles pictures;
    private final RecordFiles records;
    private final Instant now;
    private final Duration olderThan;
    private SweptImages swept = SweptImages.NONE;

    DirectorySweep(PictureFiles pictures, RecordFiles records, Instant now, Duration olderThan) {
        this.pictures = pictures;
        this.records = records;
        this.now = now;
        this.olderThan = olderThan;
    }

    SweptImages run(UnfinishedFiles unfinished) throws IOException {
        for (Path file : unfinished.directory().entries()) {
            sweepUnfinished(file);
        }
        for (Path shard : pictures.directory().entries()) {
            for (Path file : pictures.directory()
                    .child(String.valueOf(shard.getFileName()))
                    .entries()) {
                sweepPicture(file);
            }
        }
        return swept;
    }

    private void sweepUnfinished(Path file) throws IOException {
        Optional<BasicFileAttributes> found = attributes(file);
        if (found.isEmpty()) {
            return;
        }
        Optional<String> aside = UnfinishedFiles.hashAside(file);
        if (aside.isPresent() && (isOld(found.get()) || records.any(aside.get()))) {
            swept = swept.plus(pictures.settle(file, aside.get(), records::any));
        } else if (UnfinishedFiles.isUnfinished(file) && isOld(found.get()) && Files.deleteIfExists(file)) {
            swept = swept.plus(new SweptImages(1, found.get().size()));
        }
    }

    private void sweepPicture(Path file) throws IOException {
        Matcher picture = PICTURE.matcher(String.valueOf(file.getFileName()));
        if (picture.matches() && attributes(file).filter(this::isOld).isPresent()) {
            swept = swept.plus(pictures.delete(picture.group(1), records::any));
        }
    }

    private boolean isOld(BasicFileAttributes file) {
        return Duration.between(file.lastModifiedTime().toInstant(), now).compareTo(olderThan) >= 0;
    }

    /** Empty for what is no file of its own: a link is neither followed nor touched. */
    private static Optional<BasicFileAttributes> attributes(Path file) throws IOException {
        try {
            BasicFileAttributes found =
                    Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return found.isRegularFile() ? Optional.of(found) : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}
