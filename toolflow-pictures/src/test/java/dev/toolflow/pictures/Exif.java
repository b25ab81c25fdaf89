package dev.toolflow.pictures;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32;

/** EXIF that tells too much, in each kind of file. */
final class Exif {
    static final String SECRET = "N 48.2082 E 16.3738";

    private Exif() {}

    /** Two entries, a description and the orientation, and behind them the text. */
    static byte[] tiff(int orientation, ByteOrder order) {
        byte[] text = SECRET.getBytes(ISO_8859_1);
        return ByteBuffer.allocate(38 + text.length)
                .order(order)
                .putShort((short) (order == ByteOrder.LITTLE_ENDIAN ? 0x4949 : 0x4d4d))
                .putShort((short) 42)
                .putInt(8)
                .putShort((short) 2)
                .putShort((short) 0x010e)
                .putShort((short) 2)
                .putInt(text.length)
                .putInt(38)
                .putShort((short) 0x0112)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) orientation)
                .putShort((short) 0)
                .putInt(0)
                .put(text)
                .array();
    }

    static byte[] inJpeg(byte[] jpeg, byte[] tiff) {
        return Drawn.insert(jpeg, 2, segment(0xe1, join(latin("Exif\0\0"), tiff)));
    }

    static byte[] inPng(byte[] png, byte[] tiff) {
        return Drawn.insert(png, 33, chunk("eXIf", tiff));
    }

    static byte[] inWebp(byte[] webp, int side, byte[] tiff) {
        byte[] canvas = new byte[10];
        canvas[0] = 0x0c;
        canvas[4] = (byte) (side - 1);
        canvas[7] = (byte) (side - 1);
        byte[] picture = Arrays.copyOfRange(webp, 12, webp.length);
        byte[] chunks = join(riffChunk("VP8X", canvas), picture, riffChunk("EXIF", tiff), riffChunk("XMP ", xmp()));
        return join(latin("RIFF"), littleEndian(chunks.length + 4), latin("WEBP"), chunks);
    }

    static byte[] xmp() {
        return latin("<x:xmpmeta>" + SECRET + "</x:xmpmeta>");
    }

    static byte[] segment(int marker, byte[] content) {
        byte[] head = {(byte) 0xff, (byte) marker, (byte) (content.length + 2 >> 8), (byte) (content.length + 2)};
        return join(head, content);
    }

    static byte[] chunk(String type, byte[] content) {
        byte[] name = latin(type);
        CRC32 crc = new CRC32();
        crc.update(name);
        crc.update(content);
        return ByteBuffer.allocate(12 + content.length)
                .putInt(content.length)
                .put(name)
                .put(content)
                .putInt((int) crc.getValue())
                .array();
    }

    private static byte[] riffChunk(String type, byte[] content) {
        return join(latin(type), littleEndian(content.length), content, new byte[content.length & 1]);
    }

    private static byte[] littleEndian(int value) {
        return ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array();
    }

    static byte[] latin(String text) {
        return text.getBytes(ISO_8859_1);
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
