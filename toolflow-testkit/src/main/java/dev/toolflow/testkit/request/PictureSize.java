package dev.toolflow.testkit.request;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * Width and height as a picture's first bytes say; nothing is decoded.
 *
 * @param width pixels
 * @param height pixels
 */
public record PictureSize(int width, int height) {

    /** Returns the size of a PNG, JPEG or WebP; empty if the bytes are another format or end too early. */
    public static Optional<PictureSize> of(byte[] bytes) {
        return PictureType.sniff(bytes)
                .flatMap(type -> switch (type) {
                    case PNG -> png(ByteBuffer.wrap(bytes));
                    case JPEG -> jpeg(ByteBuffer.wrap(bytes));
                    case WEBP -> webp(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
                })
                .filter(size -> size.width > 0 && size.height > 0);
    }

    private static Optional<PictureSize> png(ByteBuffer bytes) {
        return bytes.limit() < 33 ? Optional.empty() : Optional.of(new PictureSize(bytes.getInt(16), bytes.getInt(20)));
    }

    /** Walks the segments to the first start of frame (ITU-T T.81, B.2.2). */
    private static Optional<PictureSize> jpeg(ByteBuffer bytes) {
        int at = 2;
        while (at + 9 < bytes.limit()) {
            int marker = bytes.get(at + 1) & 255;
            boolean frame = marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
            if (frame) {
                return Optional.of(new PictureSize(bytes.getShort(at + 7) & 0xffff, bytes.getShort(at + 5) & 0xffff));
            }
            at += 2 + (bytes.getShort(at + 2) & 0xffff);
        }
        return Optional.empty();
    }

    /** Reads the first chunk: VP8, VP8L or VP8X (RFC 9649). */
    private static Optional<PictureSize> webp(ByteBuffer bytes) {
        if (bytes.limit() < 30) {
            return Optional.empty();
        }
        return Optional.ofNullable(
                switch (bytes.get(15)) {
                    case ' ' -> new PictureSize(bytes.getShort(26) & 0x3fff, bytes.getShort(28) & 0x3fff);
                    case 'L' -> {
                        int sides = bytes.getInt(21);
                        yield new PictureSize((sides & 0x3fff) + 1, (sides >>> 14 & 0x3fff) + 1);
                    }
                    case 'X' -> new PictureSize((bytes.getInt(24) & 0xffffff) + 1, (bytes.getInt(26) >>> 8) + 1);
                    default -> null;
                });
    }
}
