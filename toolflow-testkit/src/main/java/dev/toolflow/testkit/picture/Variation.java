package dev.toolflow.testkit.picture;

import dev.toolflow.testkit.seed.Seed;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.SplittableRandom;

/**
 * The same subject in another picture: closer or not, mirrored or not, in the light of another hour.
 *
 * @param wish which one, and how large
 */
record Variation(PictureWish wish) {

    private static final int[] LIGHTS = {0xF2A65A, 0x4F86C6, 0x6DAA6F, 0xC06FA6, 0xE4C441, 0x5A5F9E};

    BufferedImage of(BufferedImage source) {
        SplittableRandom random =
                Seed.of(wish.prompt()).and("variation " + wish.ordinal()).random();
        int width = wish.width();
        int height = wish.height();
        double zoom = 1.02 + 0.08 * (wish.ordinal() % 4) + 0.1 * random.nextDouble();
        int wide = (int) (width * zoom);
        int high = (int) (height * zoom);
        int x = -(int) ((wide - width) * random.nextDouble());
        int y = -(int) ((high - height) * 0.5 * random.nextDouble());
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        Graphics2D g = Poster.canvas(image);
        boolean mirrored = wish.ordinal() % 2 == 1;
        g.drawImage(source, mirrored ? width - x : x, y, mirrored ? -wide : wide, high, null);
        Color light = new Color(LIGHTS[Math.floorMod(wish.ordinal() + random.nextInt(2), LIGHTS.length)]);
        g.setPaint(new GradientPaint(
                mirrored ? width : 0, 0, Tones.faded(light, 80), mirrored ? 0 : width, height, Tones.faded(light, 25)));
        g.fillRect(0, 0, width, height);
        g.dispose();
        return image;
    }
}
