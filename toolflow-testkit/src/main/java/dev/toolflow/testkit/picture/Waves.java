package dev.toolflow.testkit.picture;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.util.SplittableRandom;

/** A big moon behind rows of overlapping ripples, after the seigaiha pattern. */
final class Waves implements Scene {

    private final Tones tones;

    Waves(Tones tones) {
        this.tones = tones;
    }

    @Override
    public void draw(Graphics2D g, Rectangle2D area, SplittableRandom random) {
        double size = Math.min(area.getWidth(), area.getHeight());
        Color high = Tones.mix(tones.ink(), tones.accent(), 0.15);
        Color low = Tones.mix(tones.paper(), tones.accent(), 0.3);
        g.setPaint(new GradientPaint(
                0, (float) area.getY(), high, 0, (float) (area.getY() + area.getHeight() * 0.6), low));
        g.fill(area);
        double x = area.getX() + area.getWidth() * (0.3 + 0.4 * random.nextDouble());
        double y = area.getY() + area.getHeight() * 0.38;
        for (int ring = 3; ring >= 0; ring--) {
            g.setColor(ring == 0 ? Tones.mix(tones.paper(), Color.WHITE, 0.35) : Tones.faded(tones.paper(), 34));
            disc(g, x, y, size * (0.19 + 0.06 * ring));
        }
        ripples(g, area, size / (6 + random.nextInt(3)));
    }

    private void ripples(Graphics2D g, Rectangle2D area, double radius) {
        double top = area.getY() + area.getHeight() * 0.54;
        int row = 0;
        for (double y = top; y < area.getMaxY() + radius; y += radius * 0.5) {
            double shift = row % 2 == 0 ? 0 : radius;
            double share = Math.min(1, (y - top) / (area.getMaxY() - top));
            Color body = Tones.mix(Tones.mix(tones.accent(), tones.paper(), 0.3), tones.ink(), 0.2 + 0.8 * share);
            for (double x = area.getX() - 2 * radius + shift; x < area.getMaxX() + 2 * radius; x += 2 * radius) {
                ripple(g, x, y + radius, new Ripple(radius, body));
            }
            row++;
        }
    }

    private record Ripple(double radius, Color body) {}

    private void ripple(Graphics2D g, double x, double y, Ripple ripple) {
        Color line = Tones.mix(ripple.body(), tones.paper(), 0.72);
        for (int i = 0; i < 4; i++) {
            double radius = ripple.radius() * (1 - 0.24 * i);
            g.setColor(line);
            disc(g, x, y, radius);
            g.setColor(Tones.mix(ripple.body(), tones.paper(), 0.05 * i));
            disc(g, x, y, radius * 0.94 - ripple.radius() * 0.015);
        }
    }

    private static void disc(Graphics2D g, double x, double y, double radius) {
        g.fill(new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius));
    }
}
