package dev.toolflow.testing;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.toolflow.image.ImageFormat;
import dev.toolflow.ingest.ImageSpool;
import dev.toolflow.ingest.SpooledImage;
import dev.toolflow.tool.CallContext;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;

/**
 * Real, tiny PNGs of one colour each, for tests that need a picture. Thread-safe.
 *
 * <pre>{@code mock.on(HERO).answerImage(request -> MockImages.png(8, 8, 0x336699))}</pre>
 */
public final class MockImages {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    private static final int BITS_PER_CHANNEL = 8;
    private static final int TRUE_COLOUR = 2;
    private static final int CHANNELS = 3;
    private static final int LONGEST_SIDE = 4096;

    private MockImages() {}

    /**
     * The bytes of a PNG of one colour; the same arguments make the same bytes.
     *
     * @param width in pixels, 1 to 4,096
     * @param height in pixels, 1 to 4,096
     * @param rgb the colour, such as {@code 0x336699}; bits above the lowest 24 are ignored
     * @throws IllegalArgumentException when a side is out of bounds
     * @see <a href="https://www.w3.org/TR/png-3/">the W3C's "Portable Network Graphics (PNG) Specification", section 5</a>
     */
    public static byte[] png(int width, int height, int rgb) {
        requireSide("width", width);
        requireSide("height", height);
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        png.writeBytes(SIGNATURE);
        chunk(
                png,
                "IHDR",
                ByteBuffer.allocate(13)
                        .putInt(width)
                        .putInt(height)
                        .put((byte) BITS_PER_CHANNEL)
                        .put((byte) TRUE_COLOUR)
                        .put(new byte[3])
                        .array());
        chunk(png, "IDAT", deflated(scanlines(width, height, rgb)));
        chunk(png, "IEND", new byte[0]);
        return png.toByteArray();
    }

    /** So many pictures, whose colours follow from the seed. */
    static List<byte[]> pictures(String seed, int count, int width, int height) {
        return IntStream.range(0, count)
                .mapToObj(index -> png(width, height, (seed + "#" + index).hashCode()))
                .toList();
    }

    /** Receives the pictures, and returns the reply that refers to them. */
    static String receive(CallContext context, List<byte[]> pictures) {
        ObjectNode reply = JsonNodeFactory.instance.objectNode();
        ArrayNode images = reply.putArray("images");
        for (byte[] picture : pictures) {
            SpooledImage received = receive(context, picture);
            images.addObject().put("sha256", received.sha256()).put("mime", ImageFormat.PNG.mimeType());
        }
        return reply.toString();
    }

    static SpooledImage receive(CallContext context, byte[] picture) {
        ImageSpool.Intake intake = context.images().begin();
        intake.write(picture, 0, picture.length);
        return intake.finish();
    }

    private static void requireSide(String name, int pixels) {
        if (pixels < 1 || pixels > LONGEST_SIDE) {
            throw new IllegalArgumentException(name + ": must be from 1 to " + LONGEST_SIDE + " pixels, was " + pixels);
        }
    }

    private static byte[] scanlines(int width, int height, int rgb) {
        ByteBuffer lines = ByteBuffer.allocate(height * (1 + width * CHANNELS));
        for (int y = 0; y < height; y++) {
            lines.put((byte) 0);
            for (int x = 0; x < width; x++) {
                lines.put((byte) (rgb >> 16)).put((byte) (rgb >> 8)).put((byte) rgb);
            }
        }
        return lines.array();
    }

    private static byte[] deflated(byte[] bytes) {
        ByteArrayOutputStream deflated = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(deflated)) {
            deflater.write(bytes);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException("writing to memory failed", e);
        }
        return deflated.toByteArray();
    }

    private static void chunk(ByteArrayOutputStream png, String type, byte[] content) {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 crc = new CRC32();
        crc.update(name);
        crc.update(content);
        png.writeBytes(ByteBuffer.allocate(4).putInt(content.length).array());
        png.writeBytes(name);
        png.writeBytes(content);
        png.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }
}
