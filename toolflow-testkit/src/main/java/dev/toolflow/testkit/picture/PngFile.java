package dev.toolflow.testkit.picture;

import java.awt.image.BufferedImage;
import java.util.zip.Deflater;

/**
 * A fast PNG encoder, so that tests can ask for 4K: rows are filtered by {@code Sub}; small pictures have grain, in which
 * Huffman codes alone find as much as a search would.
 */
final class PngFile {

    private static final int RGB = 2;
    private static final int RGBA = 6;
    private static final byte SUB = 1;
    private static final int SMALL = 4_000_000;
    private static final int CHUNK = 256 * 1024;

    private final int width;
    private final int height;
    private final int[] pixels;
    private final int channels;
    private final byte[] row;

    PngFile(BufferedImage image) {
        width = image.getWidth();
        height = image.getHeight();
        pixels = Pixels.of(image);
        channels = Pixels.opaque(pixels) ? 3 : 4;
        row = new byte[1 + width * channels];
        row[0] = SUB;
    }

    byte[] bytes() {
        PngChunks png = new PngChunks(width * height).header(width, height, channels == 3 ? RGB : RGBA);
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        deflater.setStrategy(pixels.length <= SMALL ? Deflater.HUFFMAN_ONLY : Deflater.DEFAULT_STRATEGY);
        byte[] chunk = new byte[CHUNK];
        int filled = 0;
        for (int y = 0; y <= height; y++) {
            if (y < height) {
                filter(y * width);
                deflater.setInput(row);
            } else {
                deflater.finish();
            }
            while (y == height ? !deflater.finished() : !deflater.needsInput()) {
                filled += deflater.deflate(chunk, filled, CHUNK - filled);
                if (filled == CHUNK || deflater.finished()) {
                    png.chunk("IDAT", chunk, filled);
                    filled = 0;
                }
            }
        }
        deflater.end();
        return png.end();
    }

    /** Each byte minus the one of the pixel to the left. */
    private void filter(int start) {
        int left = 0;
        int at = 1;
        for (int x = start; x < start + width; x++) {
            int pixel = pixels[x];
            row[at++] = (byte) ((pixel >> 16) - (left >> 16));
            row[at++] = (byte) ((pixel >> 8) - (left >> 8));
            row[at++] = (byte) (pixel - left);
            if (channels == 4) {
                row[at++] = (byte) ((pixel >>> 24) - (left >>> 24));
            }
            left = pixel;
        }
    }
}
