package dev.toolflow.ingest;

import static dev.toolflow.ingest.ImageRefusedException.broken;

import dev.toolflow.image.ImageFormat;
import dev.toolflow.ingest.ImageRefusedException.Reason;
import java.io.IOException;

/** Follows a JPEG's markers to EOI (ITU-T T.81, annex B); coded pixels are passed over. */
final class JpegReader {
    private static final int SOI = 0xd8;
    private static final int EOI = 0xd9;
    private static final int SOS = 0xda;
    private static final int RST0 = 0xd0;
    private static final int RST7 = 0xd7;
    private static final int MAX_SEGMENTS = 65_536;

    private final ImageBytes bytes;
    private final ImageLimits limits;
    private int width;
    private int height;
    private boolean scanned;

    JpegReader(ImageBytes bytes, ImageLimits limits) {
        this.bytes = bytes;
        this.limits = limits;
    }

    ImageHeader read() throws IOException {
        bytes.skip(2);
        int marker = nextMarker();
        for (int segments = 0; marker != EOI; segments++) {
            if (segments == MAX_SEGMENTS) {
                throw broken("it has more than " + MAX_SEGMENTS + " segments");
            }
            readSegment(marker);
            marker = marker == SOS ? skipScan() : nextMarker();
        }
        if (!scanned) {
            throw broken("it ends before any pixels");
        }
        return new ImageHeader(ImageFormat.JPEG, width, height, bytes.position());
    }

    private void readSegment(int marker) throws IOException {
        if (marker < 0xc0 || (marker >= RST0 && marker <= SOI)) {
            throw broken("it has a marker 0x" + Integer.toHexString(marker) + " where none may be");
        }
        int length = bytes.u16();
        if (length < 2) {
            throw broken("it has a segment shorter than its own length");
        }
        if (isFrame(marker)) {
            readFrame(marker, length);
            return;
        }
        if (marker == SOS) {
            if (width == 0) {
                throw broken("its pixels begin before its frame header");
            }
            scanned = true;
        }
        bytes.skip(length - 2L);
    }

    /** SOF0 to SOF15, among which DHT, JPG and DAC have their numbers too. */
    private static boolean isFrame(int marker) {
        return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
    }

    private void readFrame(int marker, int length) throws IOException {
        if (marker > 0xc2) {
            throw new ImageRefusedException(
                    Reason.WRONG_TYPE, "it is a lossless, hierarchical or arithmetic JPEG, which browsers do not show");
        }
        if (width != 0) {
            throw broken("it has two frame headers");
        }
        int precision = bytes.u8();
        int high = bytes.u16();
        int wide = bytes.u16();
        int components = bytes.u8();
        limits.requireSides(wide, high);
        if ((precision != 8 && precision != 12) || components < 1 || components > 4 || length != 8 + 3 * components) {
            throw broken("its frame header contradicts itself");
        }
        bytes.skip(3L * components);
        width = wide;
        height = high;
    }

    private int nextMarker() throws IOException {
        if (bytes.u8() != 0xff) {
            throw broken("it has no marker at byte " + (bytes.position() - 1));
        }
        return markerCode();
    }

    /** Any number of 0xff may come before a marker's code. */
    private int markerCode() throws IOException {
        int code = bytes.u8();
        while (code == 0xff) {
            code = bytes.u8();
        }
        return code;
    }

    /** In a scan, 0xff 0x00 is a byte of pixels and a restart marker parts them; any other marker ends it. */
    private int skipScan() throws IOException {
        int code = 0;
        while (code == 0 || (code >= RST0 && code <= RST7)) {
            bytes.skipPast(0xff);
            code = markerCode();
        }
        return code;
    }
}
