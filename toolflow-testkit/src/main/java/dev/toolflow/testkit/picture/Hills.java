package dev.toolflow.testkit.picture;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RadialGradientPaint;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.awt.geom.QuadCurve2D;
import java.awt.geom.Rectangle2D;
import java.util.SplittableRandom;

/** A low sun over hills in the mist, with leaves in front. */
final class Hills implements Scene {

    private static final int LAYERS = 6;

    private final Tones tones;

    Hills(Tones tones) {
        this.tones = tones;
    }

    @Override
    public void draw(Graphics2D g, Rectangle2D area, SplittableRandom random) {
        sky(g, area);
        sun(g, area, random);
        birds(g, area, random);
        for (int layer = 0; layer < LAYERS; layer++) {
            hill(g, area, layer, random);
        }
        double size = Math.min(area.getWidth(), area.getHeight());
        double base = area.getMaxY() + size * 0.02;
        Color deep = Tones.mix(tones.ink(), Color.BLACK, 0.22);
        new Sprig(area.getX() + size * 0.10, base, size * 0.46, 0.24).draw(g, deep);
        new Sprig(area.getX() + size * 0.03, base, size * 0.34, -0.02)
                .draw(g, Tones.mix(tones.ink(), tones.paper(), 0.16));
        new Sprig(area.getMaxX() - size * 0.09, base, size * 0.38, -0.26).draw(g, deep);
        new Sprig(area.getMaxX() - size * 0.16, base, size * 0.24, -0.06)
                .draw(g, Tones.mix(tones.accent(), tones.ink(), 0.18));
    }

    private void sky(Graphics2D g, Rectangle2D area) {
        Color top = Tones.mix(tones.paper(), tones.accent(), 0.34);
        Color low = Tones.mix(tones.paper(), Color.WHITE, 0.45);
        g.setPaint(new GradientPaint(
                0, (float) area.getMinY(), top, 0, (float) (area.getY() + area.getHeight() * 0.62), low));
        g.fill(area);
    }

    private void sun(Graphics2D g, Rectangle2D area, SplittableRandom random) {
        double radius = Math.min(area.getWidth(), area.getHeight()) * 0.15;
        double x = area.getX() + area.getWidth() * (0.34 + 0.32 * random.nextDouble());
        double y = area.getY() + area.getHeight() * (0.33 + 0.06 * random.nextDouble());
        Color glow = Tones.mix(tones.paper(), Color.WHITE, 0.7);
        float[] stops = {0f, 1f};
        Color[] halo = {Tones.faded(glow, 210), Tones.faded(glow, 0)};
        g.setPaint(new RadialGradientPaint(new Point2D.Double(x, y), (float) (radius * 2.6), stops, halo));
        g.fill(circle(x, y, radius * 2.6));
        g.setPaint(new GradientPaint(
                0,
                (float) (y - radius),
                Tones.mix(tones.accent(), tones.paper(), 0.12),
                0,
                (float) (y + radius),
                Tones.mix(tones.accent(), tones.paper(), 0.5)));
        g.fill(circle(x, y, radius));
    }

    private void birds(Graphics2D g, Rectangle2D area, SplittableRandom random) {
        g.setColor(Tones.mix(tones.ink(), tones.paper(), 0.25));
        double x = area.getX() + area.getWidth() * (0.16 + 0.5 * random.nextDouble());
        double y = area.getY() + area.getHeight() * 0.16;
        for (int i = 0; i < 5; i++) {
            double span = area.getWidth() * (0.012 + 0.008 * random.nextDouble());
            x += span * (1.4 + random.nextDouble());
            double at = y + span * 2.4 * (random.nextDouble() - 0.5);
            g.setStroke(new BasicStroke((float) (span * 0.14), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
            g.draw(new QuadCurve2D.Double(x - span, at - span * 0.35, x - span * 0.35, at - span * 0.6, x, at));
            g.draw(new QuadCurve2D.Double(x, at, x + span * 0.35, at - span * 0.6, x + span, at - span * 0.35));
        }
    }

    private void hill(Graphics2D g, Rectangle2D area, int layer, SplittableRandom random) {
        double share = (layer + 1.0) / LAYERS;
        double rise = area.getHeight() * (0.10 - 0.045 * share);
        double crest = area.getY() + area.getHeight() * (0.44 + 0.46 * Math.pow(share, 1.25));
        Color body = Tones.mix(
                Tones.mix(tones.paper(), tones.accent(), 0.16), tones.ink(), 0.12 + 0.88 * Math.pow(share, 1.3));
        Color mist = Tones.mix(body, Tones.mix(tones.paper(), Color.WHITE, 0.25), 0.55 - 0.35 * share);
        float depth = (float) (area.getHeight() * 0.30);
        g.setPaint(new GradientPaint(0, (float) (crest - rise), body, 0, (float) crest + depth, mist));
        g.fill(ridge(area, crest, rise, random));
    }

    private static Path2D ridge(Rectangle2D area, double crest, double rise, SplittableRandom random) {
        double[] phase = {random.nextDouble() * 6.28, random.nextDouble() * 6.28, random.nextDouble() * 6.28};
        double waves = 1.1 + random.nextDouble() * 1.3;
        Path2D path = new Path2D.Double();
        path.moveTo(area.getMinX(), area.getMaxY());
        int steps = 160;
        for (int i = 0; i <= steps; i++) {
            double t = (double) i / steps;
            double y = Math.sin(phase[0] + t * 6.28 * waves) * 0.62
                    + Math.sin(phase[1] + t * 6.28 * waves * 2.3) * 0.24
                    + Math.sin(phase[2] + t * 6.28 * waves * 5.1) * 0.07;
            path.lineTo(area.getX() + t * area.getWidth(), crest - rise * y);
        }
        path.lineTo(area.getMaxX(), area.getMaxY());
        path.closePath();
        return path;
    }

    private static Ellipse2D circle(double x, double y, double radius) {
        return new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius);
    }
}
