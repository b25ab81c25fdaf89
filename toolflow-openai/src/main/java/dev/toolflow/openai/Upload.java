package dev.toolflow.openai;

import dev.toolflow.image.GeneratedImage;
import dev.toolflow.image.ImageFormat;
import dev.toolflow.ingest.ImageHeader;
import dev.toolflow.store.ImageStoreException;
import dev.toolflow.tool.CallContext;
import dev.toolflow.tool.ToolCallException.Rejected;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;

/**
 * One picture on its way to a model: its type, its length, and where its bytes are opened, anew for each time it is
 * sent. It is never in memory as a whole.
 */
final class Upload {
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

        /** Returns whether the bytes may go on behind the picture. */
        boolean hasTail();

        /** What the call fails with when the bytes cannot be read. */
        RuntimeException unreadable(IOException cause);
    }

    /** A picture in the engine's store. */
    static Upload stored(GeneratedImage image, CallContext context) {
        return new Upload(image.format(), image.sizeBytes(), new Content() {
            @Override
            public InputStream open() {
                return context.open(image);
            }

            @Override
            public boolean hasTail() {
                return false;
            }

            @Override
            public RuntimeException unreadable(IOException cause) {
                return new ImageStoreException(
                        "cannot read the picture " + image.fileName() + " that is to be sent; look at the image store",
                        cause);
            }
        });
    }

    /**
     * A picture in a file whose header was read; what follows the picture in it is not sent.
     *
     * @param refusal makes the failure of a file that cannot be read any more
     */
    static Upload file(Path file, ImageHeader header, Function<IOException, Rejected> refusal) throws IOException {
        boolean hasTail = header.end() < Files.size(file);
        return new Upload(header.format(), header.end(), new Content() {
            @Override
            public InputStream open() throws IOException {
                return Files.newInputStream(file);
            }

            @Override
            public boolean hasTail() {
                return hasTail;
            }

            @Override
            public RuntimeException unreadable(IOException cause) {
                return refusal.apply(cause);
            }
        });
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
            for (long left = length; left > 0; ) {
                int count = read(in, block, (int) Math.min(block.length, left));
                requireSameLength(count > 0);
                out.write(block, 0, count);
                left -= count;
            }
            requireSameLength(content.hasTail() || read(in, block, 1) < 0);
        }
    }

    private InputStream open() {
        try {
            return content.open();
        } catch (IOException e) {
            throw content.unreadable(e);
        }
    }

    private int read(InputStream in, byte[] block, int most) {
        try {
            return in.read(block, 0, most);
        } catch (IOException e) {
            throw content.unreadable(e);
        }
    }

    private void requireSameLength(boolean same) {
        if (!same) {
            throw content.unreadable(new EOFException("it has another length than before"));
        }
    }
}
