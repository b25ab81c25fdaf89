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
        pixels = image.getRGB(0, 0, width, height, null, 0, width);
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
            for (int channel = 0; channel < 4; channel++) {
                counts[channel][channel(residuals[i], channel)]++;
            }
        }
        PrefixCode[] codes = new PrefixCode[4];
        for (int channel = 0; channel < 4; channel++) {
            codes[channel] = new PrefixCode(counts[channel]);
            codes[channel].describe(out);
        }
        new PrefixCode(new long[40]).describe(out);
        for (int residual : residuals) {
            for (int channel = 0; channel < 4; channel++) {
                codes[channel].write(out, channel(residual, channel));
            }
        }
    }

    /** Channels in the order of the bit stream: green, red, blue, alpha. */
    private static int channel(int pixel, int channel) {
        return switch (channel) {
            case 0 -> pixel >> 8 & 255;
            case 1 -> pixel >> 16 & 255;
            case 2 -> pixel & 255;
            default -> pixel >>> 24;
        };
    }

    private int residual(int i) {
        int predicted = predicted(i);
        int green = channel(pixels[i], 0) - channel(predicted, 0) & 255;
        int red = channel(pixels[i], 1) - channel(predicted, 1) - green & 255;
        int blue = channel(pixels[i], 2) - channel(predicted, 2) - green & 255;
        int alpha = channel(pixels[i], 3) - channel(predicted, 3) & 255;
        return alpha << 24 | red << 16 | green << 8 | blue;
    }

    private int predicted(int i) {
        int x = i % width;
        if (i == 0) {
            return 0xff000000;
        }
        if (i < width) {
            return pixels[i - 1];
        }
        return x == 0 ? pixels[i - width] : gradient(pixels[i - 1], pixels[i - width], pixels[i - width - 1]);
    }

    private static int gradient(int left, int top, int topLeft) {
        int predicted = 0;
        for (int shift = 0; shift < 32; shift += 8) {
            int value = (left >>> shift & 255) + (top >>> shift & 255) - (topLeft >>> shift & 255);
            predicted |= Math.max(0, Math.min(255, value)) << shift;
        }
        return predicted;
    }
}
