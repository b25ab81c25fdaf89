package dev.toolflow.examples;

import dev.toolflow.image.GeneratedImage;
import dev.toolflow.ingest.ImageIngestor;
import dev.toolflow.ingest.ImageLimits;
import dev.toolflow.ingest.ImageRefusedException;
import dev.toolflow.store.ImageStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/** Puts pictures that a store has lost back into it, from copies that were made of them. */
final class LostPictures {
    private final ImageStore store;

    LostPictures(ImageStore store) {
        this.store = store;
    }

    /**
     * Returns whether the store has a picture, now if not before. Another picture than it, or a damaged one, is not taken for
     * it.
     *
     * @param copy where it may lie beside the store
     * @param attributes whose it is
     * @throws dev.toolflow.store.ImageStoreException when the store cannot be asked or does not take it
     */
    boolean restore(GeneratedImage image, Path copy, Map<String, String> attributes) {
        if (store.contains(image)) {
            return true;
        }
        try {
            if (!Files.isRegularFile(copy) || !sha256(copy).equals(image.sha256())) {
                return false;
            }
            try (InputStream content = Files.newInputStream(copy)) {
                new ImageIngestor(store, ImageLimits.standard()).ingest(content, image.format(), attributes);
            }
            return store.contains(image);
        } catch (IOException | ImageRefusedException e) {
            // It is as good as lost, and made again.
            return false;
        }
    }

    private static String sha256(Path file) throws IOException {
        try (DigestInputStream content = new DigestInputStream(Files.newInputStream(file), digest())) {
            content.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(content.getMessageDigest().digest());
        }
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256, this one has not", e);
        }
    }
}
