package dev.toolflow.ingest;

import static dev.toolflow.ingest.ImageRefusedException.broken;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.toolflow.image.ImageFormat;
import dev.toolflow.ingest.ImageRefusedException.Reason;
import java.io.IOException;

/** Follows a WebP's chunks to the end of its RIFF (RFC 9649) and reads the sizes in VP8 , VP8L and VP8X. */
final class WebpReader {
    private static final int MAX_CHUNKS = 65_536;
    private static final int ANIMATION_FLAG = 0x02;

    private final ImageBytes bytes;
    private final ImageLimits limits;
    private int canvasWidth;
    private int canvasHeight;
    private int width;
    private int height;

    WebpReader(ImageBytes bytes, ImageLimits limits) {
        this.bytes = bytes;
        this.limits = limits;
    }

    ImageHeader read() throws IOException {
        bytes.skip(4);
        long end = bytes.u32LittleEndian() + 8;
        bytes.skip(4);
        if (end > bytes.length()) {
            throw bytes.endsEarly();
        }
        for (int chunks = 0; bytes.position() < end; chunks++) {
            if (chunks == MAX_CHUNKS) {
                throw broken("it has more than " + MAX_CHUNKS + " chunks");
            }
            readChunk(end, chunks == 0);
        }
        if (bytes.position() != end || width == 0) {
            throw broken("its RIFF ends without a picture or within a chunk");
        }
        if (canvasWidth != 0 && (canvasWidth != width || canvasHeight != height)) {
            throw broken("its canvas and its picture differ in size");
        }
        return new ImageHeader(ImageFormat.WEBP, width, height, end);
    }

    private void readChunk(long riffEnd, boolean first) throws IOException {
        String type = new String(bytes.bytes(4), ISO_8859_1);
        long length = bytes.u32LittleEndian();
        long padded = bytes.position() + length + (length & 1);
        if (padded > riffEnd) {
            throw broken("it has a chunk that is longer than the file");
        }
        if (length < leastLength(type)) {
            throw broken("it has a chunk too short for its header");
        }
        switch (type) {
            case "VP8X" -> readCanvas(first);
            case "VP8 " -> readLossy();
            case "VP8L" -> readLossless();
            case "ANIM", "ANMF" -> throw animated();
            default -> requireOther(first);
        }
        bytes.skip(padded - bytes.position());
    }

    private static int leastLength(String type) {
        return switch (type) {
            case "VP8X", "VP8 " -> 10;
            case "VP8L" -> 5;
            default -> 0;
        };
    }

    private void readCanvas(boolean first) throws IOException {
        if (!first) {
            throw broken("its VP8X chunk is not the first");
        }
        if ((bytes.u8() & ANIMATION_FLAG) != 0) {
            throw animated();
        }
        bytes.skip(3);
        canvasWidth = bytes.u24LittleEndian() + 1;
        canvasHeight = bytes.u24LittleEndian() + 1;
        limits.requireSides(canvasWidth, canvasHeight);
    }

    private void readLossy() throws IOException {
        int frameTag = bytes.u24LittleEndian();
        if ((frameTag & 1) != 0 || bytes.u8() != 0x9d || bytes.u8() != 0x01 || bytes.u8() != 0x2a) {
            throw broken("its VP8 picture does not begin with a key frame");
        }
        int wide = bytes.u8() | bytes.u8() << 8;
        int high = bytes.u8() | bytes.u8() << 8;
        setSides(wide & 0x3fff, high & 0x3fff);
    }

    private void readLossless() throws IOException {
        int signature = bytes.u8();
        long header = bytes.u32LittleEndian();
        if (signature != 0x2f || header >>> 29 != 0) {
            throw broken("its VP8L picture does not begin with a header of version 0");
        }
        setSides((int) (header & 0x3fff) + 1, (int) (header >>> 14 & 0x3fff) + 1);
    }

    private void setSides(int wide, int high) {
        if (width != 0) {
            throw broken("it has two pictures");
        }
        limits.requireSides(wide, high);
        width = wide;
        height = high;
    }

    private static void requireOther(boolean first) {
        if (first) {
            throw broken("it does not begin with a VP8, VP8L or VP8X chunk");
        }
    }

    private static ImageRefusedException animated() {
        return new ImageRefusedException(Reason.ANIMATED, "it is an animated WebP");
    }
}
