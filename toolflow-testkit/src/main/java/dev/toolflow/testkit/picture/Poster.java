package dev.toolflow.testkit.picture;

import dev.toolflow.testkit.seed.Seed;
import java.awt.AlphaComposite;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;

/**
 * A small art print drawn from a prompt: a scene in the colours that the prompt names (else in colours that its text
 * stands for), on paper, with a few of its words below. Thread-safe; the same wish gives the same pixels on one machine.
 */
public final class Poster {

    /** Pixels; beyond it the grain would cost more time than it is worth. */
    private static final long MOST_GRAIN = 4_000_000;

    static {
        if (System.getProperty("java.awt.headless") == null) {
            System.setProperty("java.awt.headless", "true");
        }
    }

    private Poster() {}

    /** Draws the picture as 32-bit ARGB. */
    public static BufferedImage draw(PictureWish wish) {
        return Grid.asked(wish.prompt())
                .map(grid -> grid.draw(wish, tile -> single(tile, false)))
                .orElseGet(() -> single(wish, true));
    }

    /** Draws one picture; {@code framed}: on paper with a caption, where that suits it. */
    private static BufferedImage single(PictureWish wish, boolean framed) {
        Seed seed = Seed.of(wish.prompt()).and("picture " + wish.ordinal());
        Tones tones = Tones.of(wish.prompt());
        Scene scene = Scene.suiting(wish.prompt(), tones, seed.and("scene").random());
        BufferedImage image = new BufferedImage(wish.width(), wish.height(), BufferedImage.TYPE_INT_ARGB);
        Graphics2D g = canvas(image);
        if (wish.transparent()) {
            medallion(g, wish, scene, seed);
        } else if (framed && scene.framed()) {
            print(g, wish, scene, seed);
        } else {
            scene.draw(
                    g,
                    new Rectangle2D.Double(0, 0, wish.width(), wish.height()),
                    seed.and("strokes").random());
        }
        g.dispose();
        if ((long) wish.width() * wish.height() <= MOST_GRAIN) {
            Grain.over(image, seed.value());
        }
        return image;
    }

    static Graphics2D canvas(BufferedImage image) {
        Graphics2D g = image.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        return g;
    }

    private static void print(Graphics2D g, PictureWish wish, Scene scene, Seed seed) {
        Tones tones = Tones.of(wish.prompt());
        double margin = Math.min(wish.width(), wish.height()) * 0.05;
        double foot = Caption.possible() ? margin * 2.1 : margin;
        Rectangle2D window =
                new Rectangle2D.Double(margin, margin, wish.width() - 2 * margin, wish.height() - margin - foot);
        g.setColor(Tones.mix(tones.paper(), Color.WHITE, 0.55));
        g.fillRect(0, 0, wish.width(), wish.height());
        g.setClip(window);
        scene.draw(g, window, seed.and("strokes").random());
        g.setClip(null);
        Rectangle2D strip = new Rectangle2D.Double(margin, window.getMaxY(), window.getWidth(), foot);
        Caption.draw(g, Caption.of(wish.prompt()), strip, Tones.mix(tones.ink(), tones.paper(), 0.12));
    }

    private static void medallion(Graphics2D g, PictureWish wish, Scene scene, Seed seed) {
        double side = Math.min(wish.width(), wish.height()) * 0.92;
        Rectangle2D square = new Rectangle2D.Double((wish.width() - side) / 2, (wish.height() - side) / 2, side, side);
        BufferedImage layer = new BufferedImage(wish.width(), wish.height(), BufferedImage.TYPE_INT_ARGB);
        Graphics2D inner = canvas(layer);
        Shape disc = new Ellipse2D.Double(square.getX(), square.getY(), side, side);
        inner.setColor(Color.WHITE);
        inner.fill(disc);
        inner.setComposite(AlphaComposite.SrcIn);
        BufferedImage drawn = new BufferedImage(wish.width(), wish.height(), BufferedImage.TYPE_INT_ARGB);
        Graphics2D drawing = canvas(drawn);
        scene.draw(drawing, square, seed.and("strokes").random());
        drawing.dispose();
        inner.drawImage(drawn, 0, 0, null);
        inner.dispose();
        g.drawImage(layer, 0, 0, null);
    }
}
