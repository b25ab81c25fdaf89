package dev.toolflow.testkit.picture;

import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A small WebP encoder, lossless (VP8L): one predictor, subtract green, one set of prefix codes. Own code because the kept
 * writers bring native libraries and register a WebP reader for the whole JVM, so that an application without one would
 * pass its tests and fail in production. Source: RFC 9649, section 3.
 */
final class WebpLossless {

    private static final int PREDICTOR = 0;
    private static final int SUBTRACT_GREEN = 2;
    private static final int GRADIENT = 12;
    private static final int BLOCK_BITS = 9;
    private static final int[] ALPHABETS = {256 + 24, 256, 256, 256};

    private final int width;
    private final int height;
    private final int[] pixels;

    WebpLossless(BufferedImage image) {
        width = image.getWidth();
        height = image.getHeight();
        pixels = Pixels.of(image);
    }

    byte[] bytes() {
        byte[] data = encoded();
        int padded = data.length + (data.length & 1);
        ByteBuffer file = ByteBuffer.allocate(20 + padded).order(ByteOrder.LITTLE_ENDIAN);
        file.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(12 + padded);
        file.put("WEBPVP8L".getBytes(StandardCharsets.US_ASCII))
                .putInt(data.length)
                .put(data);
        return file.array();
    }

    private byte[] encoded() {
        BitOutput out = new BitOutput();
        out.write(0x2f, 8);
        out.write(width - 1, 14);
        out.write(height - 1, 14);
        out.write(1, 1);
        out.write(0, 3);
        transform(out, PREDICTOR);
        out.write(BLOCK_BITS - 2, 3);
        predictorImage(out);
        transform(out, SUBTRACT_GREEN);
        out.write(0, 1);
        out.write(0, 1);
        out.write(0, 1);
        residuals(out);
        return out.bytes();
    }

    private static void transform(BitOutput out, int type) {
        out.write(1, 1);
        out.write(type, 2);
    }

    /** The picture that names the predictor of each block: all of one colour, so no bits per pixel. */
    private static void predictorImage(BitOutput out) {
        out.write(0, 1);
        long[] green = new long[ALPHABETS[0]];
        green[GRADIENT] = 1;
        new PrefixCode(green).describe(out);
        for (int i = 0; i < 4; i++) {
            new PrefixCode(new long[256]).describe(out);
        }
    }

    private void residuals(BitOutput out) {
        int[] residuals = new int[pixels.length];
        long[][] counts = new long[4][];
        for (int channel = 0; channel < 4; channel++) {
            counts[channel] = new long[ALPHABETS[channel]];
        }
        for (int i = 0; i < pixels.length; i++) {
            residuals[i] = residual(i);
            counts[0][residuals[i] >> 8 & 255]++;
            counts[1][residuals[i] >> 16 & 255]++;
            counts[2][residuals[i] & 255]++;
            counts[3][residuals[i] >>> 24]++;
        }
        PrefixCode[] codes = new PrefixCode[4];
        for (int channel = 0; channel < 4; channel++) {
            codes[channel] = new PrefixCode(counts[channel]);
            codes[channel].describe(out);
        }
        new PrefixCode(new long[40]).describe(out);
        for (int residual : residuals) {
            write(out, codes, residual);
        }
    }

    /** Green, red, blue, alpha: the order of the bit stream. */
    private static void write(BitOutput out, PrefixCode[] codes, int residual) {
        codes[0].write(out, residual >> 8 & 255);
        codes[1].write(out, residual >> 16 & 255);
        codes[2].write(out, residual & 255);
        codes[3].write(out, residual >>> 24);
    }

    /** Subtracts the prediction from each channel, and then the green residual from red and blue; no channel borrows. */
    private int residual(int i) {
        int pixel = pixels[i];
        int predicted = predicted(i);
        int alphaGreen = (0x00ff00ff + (pixel & 0xff00ff00) - (predicted & 0xff00ff00)) & 0xff00ff00;
        int redBlue = (0xff00ff00 + (pixel & 0x00ff00ff) - (predicted & 0x00ff00ff)) & 0x00ff00ff;
        int green = alphaGreen >> 8 & 255;
        return alphaGreen | ((0xff00ff00 + redBlue - (green << 16 | green)) & 0x00ff00ff);
    }

    private int predicted(int i) {
        if (i == 0) {
            return 0xff000000;
        }
        if (i < width) {
            return pixels[i - 1];
        }
        return i % width == 0 ? pixels[i - width] : gradient(pixels[i - 1], pixels[i - width], pixels[i - width - 1]);
    }

    private static int gradient(int left, int top, int topLeft) {
        return clamped((left >>> 24) + (top >>> 24) - (topLeft >>> 24)) << 24
                | clamped((left >> 16 & 255) + (top >> 16 & 255) - (topLeft >> 16 & 255)) << 16
                | clamped((left >> 8 & 255) + (top >> 8 & 255) - (topLeft >> 8 & 255)) << 8
                | clamped((left & 255) + (top & 255) - (topLeft & 255));
    }

    private static int clamped(int value) {
        return value < 0 ? 0 : Math.min(value, 255);
    }
}
