package dev.toolflow.testkit.picture;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;

/**
 * A bent stem with pairs of leaves, drawn upwards from its foot.
 *
 * @param x where it stands
 * @param y where it stands
 * @param height pixels
 * @param lean how far the tip leans to the right, as a share of the height
 */
record Sprig(double x, double y, double height, double lean) {

    private static final int PAIRS = 6;

    void draw(Graphics2D g, Color color) {
        g.setColor(color);
        g.setStroke(new BasicStroke((float) (height * 0.014), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        Path2D stem = new Path2D.Double();
        stem.moveTo(x, y);
        stem.quadTo(x, y - height * 0.55, stemX(1), stemY(1));
        g.draw(stem);
        for (int i = 0; i < PAIRS; i++) {
            double t = 0.26 + 0.66 * i / (PAIRS - 1);
            double length = height * (0.25 - 0.15 * t);
            double slant = slope(t);
            leaf(g, t, length, slant - 0.95);
            leaf(g, t + 0.025, length, slant + 0.95);
        }
        leaf(g, 0.985, height * 0.13, slope(1));
    }

    private double stemX(double t) {
        return x + t * t * lean * height;
    }

    private double stemY(double t) {
        return y - height * (1.1 * t * (1 - t) + t * t);
    }

    private double slope(double t) {
        return Math.atan2(2 * t * lean, 1.1 - 0.2 * t);
    }

    /** A leaf whose foot is on the stem, pointing up when {@code angle} is 0. */
    private void leaf(Graphics2D g, double t, double length, double angle) {
        Path2D leaf = new Path2D.Double();
        leaf.moveTo(0, 0);
        leaf.curveTo(length * 0.34, -length * 0.22, length * 0.26, -length * 0.72, 0, -length);
        leaf.curveTo(-length * 0.26, -length * 0.72, -length * 0.34, -length * 0.22, 0, 0);
        AffineTransform place = AffineTransform.getTranslateInstance(stemX(t), stemY(t));
        place.rotate(angle);
        g.fill(place.createTransformedShape(leaf));
    }
}
