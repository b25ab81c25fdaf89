package dev.toolflow.testkit.picture;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;

/** A picture as it looks before it is finished: the same size, coarser, and finer from preview to preview. */
public final class Preview {

    private static final int COARSEST = 48;

    private Preview() {}

    /**
     * Returns the {@code index}-th preview of {@code image}.
     *
     * @param index from 0; each halves the size of the blocks
     */
    public static BufferedImage of(BufferedImage image, int index) {
        int block = Math.max(4, COARSEST >> index);
        int width = Math.max(1, image.getWidth() / block);
        int height = Math.max(1, image.getHeight() / block);
        return scaled(scaled(image, width, height), image.getWidth(), image.getHeight());
    }

    private static BufferedImage scaled(BufferedImage image, int width, int height) {
        BufferedImage scaled = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        Graphics2D g = scaled.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        g.drawImage(image, 0, 0, width, height, null);
        g.dispose();
        return scaled;
    }
}
