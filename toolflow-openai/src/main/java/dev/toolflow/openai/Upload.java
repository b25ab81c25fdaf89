package dev.toolflow.openai;

import dev.toolflow.image.GeneratedImage;
import dev.toolflow.image.ImageFormat;
import dev.toolflow.image.ImageSource;
import dev.toolflow.store.ImageStoreException;
import dev.toolflow.tool.CallContext;
import dev.toolflow.tool.ToolCallException.Rejected;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One picture on its way to an edit: its type, its length, and where its bytes are opened, anew for each time it is
 * sent. Limits are those of OpenAI's API reference, "Create image edit".
 */
final class Upload {
    private static final long LONGEST = 50L * 1000 * 1000;
    private static final int HEAD = 12;
    private static final int BLOCK = 16 * 1024;

    private final ImageFormat format;
    private final long length;
    private final Content content;

    private Upload(ImageFormat format, long length, Content content) {
        this.format = format;
        this.length = length;
        this.content = content;
    }

    /** Where the bytes come from; who opens, closes. */
    private interface Content {
        InputStream open() throws IOException;

        /** What the call fails with when the bytes cannot be read. */
        RuntimeException unreadable(IOException cause);
    }

    /** @throws Rejected if a picture is too long, or a file cannot be read or is no PNG, JPEG or WebP */
    static Upload of(ImageSource source, String stepId, CallContext context) {
        if (source instanceof ImageSource.Stored stored) {
            return ofStored(stored.image(), stepId, context);
        }
        return ofFile(((ImageSource.OfFile) source).file(), stepId);
    }

    ImageFormat format() {
        return format;
    }

    long length() {
        return length;
    }

    /** Sends the bytes, a block at a time. An {@link IOException} is the connection's, never the picture's. */
    void writeTo(OutputStream out) throws IOException {
        try (InputStream in = open()) {
            byte[] block = new byte[BLOCK];
            long left = length;
            for (int count = read(in, block, left); left > 0; count = read(in, block, left)) {
                out.write(block, 0, count);
                left -= count;
            }
        }
    }

    private InputStream open() {
        try {
            return content.open();
        } catch (IOException e) {
            throw content.unreadable(e);
        }
    }

    private int read(InputStream in, byte[] block, long left) {
        try {
            int count = in.read(block, 0, (int) Math.min(block.length, Math.max(1, left)));
            if (left > 0 ? count < 0 : count >= 0) {
                throw new EOFException("it has another length than before");
            }
            return count;
        } catch (IOException e) {
            throw content.unreadable(e);
        }
    }

    private static Upload ofStored(GeneratedImage image, String stepId, CallContext context) {
        requireShort(image.sizeBytes(), stepId, image.fileName());
        return new Upload(image.format(), image.sizeBytes(), new Content() {
            @Override
            public InputStream open() {
                return context.open(image);
            }

            @Override
            public RuntimeException unreadable(IOException cause) {
                return new ImageStoreException(
                        "cannot read the picture " + image.fileName()
                                + " that is to be edited; look at the image store",
                        cause);
            }
        });
    }

    private static Upload ofFile(Path file, String stepId) {
        Content content = new Content() {
            @Override
            public InputStream open() throws IOException {
                return Files.newInputStream(file);
            }

            @Override
            public RuntimeException unreadable(IOException cause) {
                return refused(stepId, file, "cannot be read: " + cause);
            }
        };
        try {
            long length = Files.size(file);
            requireShort(length, stepId, file);
            ImageFormat format =
                    sniff(file).orElseThrow(() -> refused(stepId, file, "is no PNG, JPEG or WebP; convert it"));
            return new Upload(format, length, content);
        } catch (IOException e) {
            throw content.unreadable(e);
        }
    }

    /** By magic bytes, as WHATWG MIME Sniffing has it: a file's name says nothing. */
    private static Optional<ImageFormat> sniff(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            String head = new String(in.readNBytes(HEAD), StandardCharsets.ISO_8859_1);
            if (head.startsWith("\u0089PNG\r\n\u001a\n")) {
                return Optional.of(ImageFormat.PNG);
            }
            if (head.startsWith("\u00ff\u00d8\u00ff")) {
                return Optional.of(ImageFormat.JPEG);
            }
            boolean webp = head.startsWith("RIFF") && head.startsWith("WEBP", 8);
            return webp ? Optional.of(ImageFormat.WEBP) : Optional.empty();
        }
    }

    private static void requireShort(long length, String stepId, Object picture) {
        if (length >= LONGEST) {
            throw refused(stepId, picture, "has " + length + " bytes; an edit takes less than " + LONGEST);
        }
    }

    private static Rejected refused(String stepId, Object picture, String what) {
        return new Rejected("step '" + stepId + "': the picture " + picture + " " + what);
    }
}
