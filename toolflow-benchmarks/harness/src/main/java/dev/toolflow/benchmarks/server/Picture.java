package dev.toolflow.benchmarks.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A picture on disk, once as it is and once as base64, made when it is first asked for.
 *
 * @param png the picture
 * @param base64 the same as base64, without line breaks
 * @param bytes of the picture
 * @param sha256 of the picture
 */
public record Picture(Path png, Path base64, long bytes, String sha256) {

    /** The picture of about so many MiB in a directory; 0 stands for one of 16 KiB. */
    public static Picture of(Path directory, int mebibytes) {
        Path png = directory.resolve(mebibytes + ".png");
        Path base64 = directory.resolve(mebibytes + ".b64");
        try {
            Files.createDirectories(directory);
            if (!Files.exists(base64)) {
                NoisePng.write(png, mebibytes == 0 ? 16 << 10 : (long) mebibytes << 20);
                encode(png, base64);
            }
            return new Picture(png, base64, Files.size(png), sha256(png));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a picture in " + directory, e);
        }
    }

    private static void encode(Path png, Path base64) throws IOException {
        Path unfinished = Path.of(base64 + ".part");
        try (OutputStream out = Base64.getEncoder().wrap(Files.newOutputStream(unfinished))) {
            Files.copy(png, out);
        }
        Files.move(unfinished, base64);
    }

    private static String sha256(Path file) throws IOException {
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of()
                    .formatHex(((DigestInputStream) in).getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256, this one has not", e);
        }
    }
}
