package dev.toolflow.pictures;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A JPEG's segments (ITU-T T.81, annex B); a scan's coded pixels belong to its segment. */
final class JpegContainer implements Container {
    private static final int EOI = 0xd9;
    private static final int SOS = 0xda;
    private static final int APP0 = 0xe0;
    private static final int APP1 = 0xe1;
    private static final int APP2 = 0xe2;
    private static final int APP14 = 0xee;
    private static final String JFIF = "JFIF\0";
    private static final String EXIF = "Exif\0\0";
    private static final String ICC = "ICC_PROFILE\0";
    private static final String ADOBE = "Adobe";
    private static final int JFIF_LENGTH = 14;
    private static final int ADOBE_LENGTH = 12;

    private final byte[] bytes;
    private final List<Segment> segments = new ArrayList<>();

    /** From its 0xff to the next one's; the content begins behind the length. */
    private record Segment(int marker, int at, int content, int end) {}

    JpegContainer(byte[] bytes) {
        this.bytes = bytes;
        int at = 2;
        while (at < bytes.length) {
            Segment segment = segment(at);
            segments.add(segment);
            at = segment.end;
        }
    }

    private Segment segment(int at) {
        int code = at + 1;
        while (u8(code) == 0xff) {
            code++;
        }
        if (u8(code) == EOI) {
            return new Segment(EOI, at, code + 1, bytes.length);
        }
        int end = code + 1 + (u8(code + 1) << 8 | u8(code + 2));
        return new Segment(u8(code), at, code + 3, u8(code) == SOS ? scanEnd(end) : end);
    }

    private int scanEnd(int from) {
        int at = from;
        while (true) {
            int code = at + 1;
            if (u8(at) != 0xff) {
                at++;
            } else if (u8(code) == 0 || (u8(code) >= 0xd0 && u8(code) <= 0xd7)) {
                at += 2;
            } else if (u8(code) == 0xff) {
                at++;
            } else {
                return at;
            }
        }
    }

    int scans() {
        return (int) segments.stream().filter(segment -> segment.marker == SOS).count();
    }

    /** Returns how many channels the frame has: 1 for grey, 3 for colour, 4 for print. */
    int components() {
        return segments.stream()
                .filter(segment -> segment.marker >= 0xc0 && segment.marker <= 0xc2)
                .findFirst()
                .map(frame -> u8(frame.content + 5))
                .orElse(0);
    }

    /** Returns whether four channels are YCCK, by Adobe's colour transform. */
    boolean isYcck() {
        return first(APP14, ADOBE)
                .filter(adobe -> isLong(adobe, ADOBE_LENGTH) && u8(adobe.content + ADOBE_LENGTH - 1) == 2)
                .isPresent();
    }

    @Override
    public Orientation orientation() {
        return first(APP1, EXIF)
                .map(exif -> Orientation.in(
                        ByteBuffer.wrap(bytes, exif.content + EXIF.length(), exif.end - exif.content - EXIF.length())))
                .orElse(Orientation.UPRIGHT);
    }

    private Optional<Segment> first(int marker, String name) {
        return segments.stream().filter(segment -> is(segment, marker, name)).findFirst();
    }

    private boolean is(Segment segment, int marker, String name) {
        int length = segment.end - segment.content;
        return segment.marker == marker
                && length >= name.length()
                && new String(bytes, segment.content, name.length(), ISO_8859_1).equals(name);
    }

    @Override
    public byte[] withoutMetadata() {
        ByteArrayOutputStream kept = new ByteArrayOutputStream(bytes.length);
        kept.write(bytes, 0, 2);
        first(APP0, JFIF).filter(jfif -> isLong(jfif, JFIF_LENGTH)).ifPresent(jfif -> {
            byte[] content = content(jfif, JFIF_LENGTH);
            content[JFIF_LENGTH - 2] = 0;
            content[JFIF_LENGTH - 1] = 0;
            kept.writeBytes(segment(APP0, content));
        });
        Orientation orientation = orientation();
        if (orientation != Orientation.UPRIGHT) {
            byte[] tiff = orientation.exif();
            kept.writeBytes(segment(
                    APP1,
                    ByteBuffer.allocate(EXIF.length() + tiff.length)
                            .put(EXIF.getBytes(ISO_8859_1))
                            .put(tiff)
                            .array()));
        }
        segments.forEach(segment -> keep(segment, kept));
        return kept.toByteArray();
    }

    private void keep(Segment segment, ByteArrayOutputStream kept) {
        if (segment.marker < APP0 || is(segment, APP2, ICC)) {
            kept.write(bytes, segment.at, segment.end - segment.at);
        } else if (is(segment, APP14, ADOBE) && isLong(segment, ADOBE_LENGTH)) {
            kept.writeBytes(segment(APP14, content(segment, ADOBE_LENGTH)));
        }
    }

    private static boolean isLong(Segment segment, int length) {
        return segment.end - segment.content >= length;
    }

    private byte[] content(Segment segment, int length) {
        return Arrays.copyOfRange(bytes, segment.content, segment.content + length);
    }

    private static byte[] segment(int marker, byte[] content) {
        return ByteBuffer.allocate(4 + content.length)
                .put((byte) 0xff)
                .put((byte) marker)
                .putShort((short) (2 + content.length))
                .put(content)
                .array();
    }

    private int u8(int at) {
        return bytes[at] & 0xff;
    }
}
