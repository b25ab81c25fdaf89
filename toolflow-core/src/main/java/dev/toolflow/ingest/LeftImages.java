package dev.toolflow.ingest;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pictures that a process received into a spool and never stored, since it died or its store failed: taken from there by another
 * process of the same machine. Immutable and thread-safe.
 *
 * @param images those that are still there as they were received
 */
public record LeftImages(List<SpooledImage> images) {
    private static final Logger LOG = LoggerFactory.getLogger(LeftImages.class);

    /** Copies the list. */
    public LeftImages {
        images = List.copyOf(images);
    }

    /** Those of these that lie in a spool and are whole. What was not synced may be torn after the machine has crashed. */
    public static LeftImages of(List<SpooledImage> said) {
        return new LeftImages(said.stream().filter(LeftImages::isWhole).toList());
    }

    private static boolean isWhole(SpooledImage image) {
        Path file = image.file();
        try {
            return isOfASpool(file)
                    && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    && Files.size(file) == image.sizeBytes()
                    && sha256(file).equals(image.sha256());
        } catch (IOException e) {
            LOG.warn("a picture that was left in {} cannot be read: {}", file, e.toString());
            return false;
        }
    }

    /** Nothing else is looked at or deleted, whatever the store of runs says. */
    private static boolean isOfASpool(Path file) {
        Path directory = file.getParent();
        return directory != null
                && directory.getFileName() != null
                && directory.getFileName().toString().startsWith(ImageSpool.DIRECTORY);
    }

    private static String sha256(Path file) throws IOException {
        try (DigestInputStream content =
                new DigestInputStream(Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS), ImageSpool.sha256())) {
            content.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(content.getMessageDigest().digest());
        }
    }

    /** Deletes those that no store has taken, and what is empty then of the spools that had them. */
    public void delete() {
        for (SpooledImage image : images) {
            Path file = image.file();
            ImageSpool.delete(file);
            deleteIfEmpty(Objects.requireNonNull(file.getParent(), "the spool's directory"));
        }
    }

    private static void deleteIfEmpty(Path directory) {
        try {
            Files.deleteIfExists(directory);
        } catch (DirectoryNotEmptyException e) {
            LOG.debug("{} has other pictures yet", directory);
        } catch (IOException e) {
            LOG.warn("{} is left behind, it cannot be deleted: {}", directory, e.toString());
        }
    }
}
