package dev.toolflow.pictures;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** How stored pixels lie to the shown ones, with EXIF's values (CIPA DC-008, tag 0x0112). */
enum Orientation {
    UPRIGHT(1),
    MIRRORED(2),
    TURNED_180(3),
    FLIPPED(4),
    TRANSPOSED(5),
    TURNED_90(6),
    TRANSVERSED(7),
    TURNED_270(8);

    private static final int TAG = 0x0112;
    private static final int SHORT = 3;
    private static final int ENTRY = 12;

    private final int value;

    Orientation(int value) {
        this.value = value;
    }

    /**
     * Finds the orientation in the first directory of a TIFF block, all that is read of EXIF: a full reader would follow
     * a stranger's offsets for nothing.
     */
    static Orientation in(ByteBuffer exif) {
        ByteBuffer tiff = exif.slice();
        if (tiff.remaining() < 8) {
            return UPRIGHT;
        }
        tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        long directory = Integer.toUnsignedLong(tiff.getInt(4));
        if (tiff.getShort(2) != 42 || directory + 2 > tiff.limit()) {
            return UPRIGHT;
        }
        int first = (int) directory + 2;
        int entries = Math.min(Short.toUnsignedInt(tiff.getShort((int) directory)), (tiff.limit() - first) / ENTRY);
        for (int entry = 0; entry < entries; entry++) {
            int at = first + entry * ENTRY;
            if (tiff.getShort(at) == TAG && tiff.getShort(at + 2) == SHORT) {
                return ofValue(tiff.getShort(at + 8));
            }
        }
        return UPRIGHT;
    }

    private static Orientation ofValue(int value) {
        for (Orientation orientation : values()) {
            if (orientation.value == value) {
                return orientation;
            }
        }
        return UPRIGHT;
    }

    /** Returns a TIFF block that says this and nothing else. */
    byte[] exif() {
        return ByteBuffer.allocate(26)
                .putShort((short) 0x4d4d)
                .putShort((short) 42)
                .putInt(8)
                .putShort((short) 1)
                .putShort((short) TAG)
                .putShort((short) SHORT)
                .putInt(1)
                .putShort((short) value)
                .array();
    }

    /** Returns the pixels as they are to be shown. */
    Pixels upright(Pixels stored) {
        if (this == UPRIGHT) {
            return stored;
        }
        boolean turned = value >= TRANSPOSED.value;
        int width = turned ? stored.height() : stored.width();
        int height = turned ? stored.width() : stored.height();
        Pixels shown = new Pixels(width, height);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                shown.set(x, y, stored(stored, x, y));
            }
        }
        return shown;
    }

    private int stored(Pixels stored, int x, int y) {
        int right = stored.width() - 1;
        int bottom = stored.height() - 1;
        return switch (this) {
            case UPRIGHT -> stored.at(x, y);
            case MIRRORED -> stored.at(right - x, y);
            case TURNED_180 -> stored.at(right - x, bottom - y);
            case FLIPPED -> stored.at(x, bottom - y);
            case TRANSPOSED -> stored.at(y, x);
            case TURNED_90 -> stored.at(y, bottom - x);
            case TRANSVERSED -> stored.at(right - y, bottom - x);
            case TURNED_270 -> stored.at(right - y, x);
        };
    }
}
