package dev.toolflow.testkit.picture;

import dev.toolflow.testkit.seed.Hsl;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Arc2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.util.SplittableRandom;

/** A made-up person as in a casual selfie, flat and friendly: a room out of focus, shoulders, a face, hair. */
final class Portrait implements Scene {

    private static final int[] SKINS = {0xF6D7BF, 0xE8B995, 0xCF9468, 0xA86B45, 0x7A4A2E};
    private static final int[] HAIRS = {0x1F1A1C, 0x3E2A20, 0x6B4327, 0xA8743A, 0x8F8C89, 0x7A2E1F};

    private final Tones tones;

    Portrait(Tones tones) {
        this.tones = tones;
    }

    @Override
    public boolean framed() {
        return false;
    }

    @Override
    public void draw(Graphics2D g, Rectangle2D area, SplittableRandom random) {
        Color skin = new Color(SKINS[random.nextInt(SKINS.length)]);
        Color hair = new Color(HAIRS[random.nextInt(HAIRS.length)]);
        boolean longHair = random.nextBoolean();
        room(g, area, random);
        AffineTransform before = g.getTransform();
        double unit = Math.min(area.getWidth(), area.getHeight() * 1.05) / 100;
        g.translate(area.getCenterX() + unit * (random.nextDouble() * 10 - 5), area.getMaxY() - unit * 100);
        g.scale(unit, unit);
        g.rotate(random.nextDouble() * 0.14 - 0.07, 0, 100);
        if (longHair) {
            g.setColor(Tones.mix(hair, Color.BLACK, 0.15));
            g.fill(new RoundRectangle2D.Double(-26, 24, 52, 60, 36, 40));
        }
        shoulders(g, skin, random);
        face(g, skin, hair, random);
        fringe(g, hair, random);
        g.setTransform(before);
    }

    private void room(Graphics2D g, Rectangle2D area, SplittableRandom random) {
        Color wall = Tones.mix(tones.paper(), tones.accent(), 0.2 + 0.3 * random.nextDouble());
        g.setPaint(new GradientPaint(
                (float) area.getX(),
                (float) area.getY(),
                Tones.mix(wall, Color.WHITE, 0.35),
                (float) area.getMaxX(),
                (float) area.getMaxY(),
                Tones.mix(wall, tones.ink(), 0.4)));
        g.fill(area);
        double size = Math.min(area.getWidth(), area.getHeight());
        for (int i = 0; i < 9; i++) {
            double radius = size * (0.05 + 0.1 * random.nextDouble());
            double x = area.getX() + area.getWidth() * random.nextDouble();
            double y = area.getY() + area.getHeight() * 0.7 * random.nextDouble();
            g.setColor(Tones.faded(i % 3 == 0 ? tones.accent() : Color.WHITE, 40 + random.nextInt(40)));
            g.fill(new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius));
        }
    }

    private void shoulders(Graphics2D g, Color skin, SplittableRandom random) {
        Hsl shade = new Hsl(random.nextInt(360), 0.35, 0.3 + 0.3 * random.nextDouble());
        Color cloth = Tones.mix(Tones.color(shade), tones.ink(), 0.25);
        g.setColor(cloth);
        Path2D body = new Path2D.Double();
        body.moveTo(-46, 108);
        body.curveTo(-46, 82, -30, 77, -11, 74);
        body.lineTo(11, 74);
        body.curveTo(30, 77, 46, 82, 46, 108);
        body.closePath();
        g.fill(body);
        g.setColor(Tones.mix(skin, Color.BLACK, 0.14));
        g.fill(new RoundRectangle2D.Double(-8, 58, 16, 22, 12, 12));
        g.fill(new Arc2D.Double(-11, 66, 22, 18, 180, 180, Arc2D.CHORD));
    }

    private void face(Graphics2D g, Color skin, Color hair, SplittableRandom random) {
        g.setColor(Tones.mix(skin, Color.BLACK, 0.08));
        g.fill(new Ellipse2D.Double(-23.5, 41, 7, 10));
        g.fill(new Ellipse2D.Double(16.5, 41, 7, 10));
        g.setPaint(new GradientPaint(
                -20, 20, Tones.mix(skin, Color.WHITE, 0.18), 20, 70, Tones.mix(skin, Color.BLACK, 0.06)));
        g.fill(new Ellipse2D.Double(-20, 19, 40, 51));
        g.setColor(Tones.faded(new Color(0xE0705A), 60));
        g.fill(new Ellipse2D.Double(-16, 49, 10, 7));
        g.fill(new Ellipse2D.Double(6, 49, 10, 7));
        eyes(g, hair, random);
        g.setStroke(new BasicStroke(1.1f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        g.setColor(Tones.mix(skin, Color.BLACK, 0.25));
        g.draw(new Arc2D.Double(-3, 45, 6, 7, 200, 140, Arc2D.OPEN));
        double smile = 9 + 6 * random.nextDouble();
        g.setColor(new Color(0x8E2F34));
        g.fill(new Arc2D.Double(-smile / 2 - 1, 52, smile + 2, 9, 180, 180, Arc2D.CHORD));
        g.setColor(Color.WHITE);
        g.fill(new Arc2D.Double(-smile / 2, 54.4, smile, 4, 180, 180, Arc2D.CHORD));
    }

    private void eyes(Graphics2D g, Color hair, SplittableRandom random) {
        Color iris = Tones.color(new Hsl(20 + random.nextInt(200), 0.4, 0.28));
        boolean glasses = random.nextInt(3) == 0;
        for (int side = -1; side <= 1; side += 2) {
            double x = side * 8.5;
            g.setColor(Color.WHITE);
            g.fill(new Ellipse2D.Double(x - 3.6, 39.5, 7.2, 5));
            g.setColor(iris);
            g.fill(new Ellipse2D.Double(x - 2.3, 39.7, 4.6, 4.6));
            g.setColor(Color.WHITE);
            g.fill(new Ellipse2D.Double(x - 0.2, 40.3, 1.4, 1.4));
            g.setColor(Tones.mix(hair, Color.BLACK, 0.2));
            g.setStroke(new BasicStroke(1.5f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
            g.draw(new Arc2D.Double(x - 5, 34.5, 10, 7, 35, 110, Arc2D.OPEN));
            if (glasses) {
                g.setColor(tones.ink());
                g.setStroke(new BasicStroke(0.9f));
                g.draw(new RoundRectangle2D.Double(x - 7, 36.5, 14, 11, 7, 7));
                g.draw(new Arc2D.Double(-3, 39, 6, 4, 0, 180, Arc2D.OPEN));
            }
        }
    }

    private static void fringe(Graphics2D g, Color hair, SplittableRandom random) {
        double part = random.nextDouble() * 24 - 12;
        g.setPaint(new GradientPaint(-20, 12, Tones.mix(hair, Color.WHITE, 0.16), 22, 40, hair));
        Path2D top = new Path2D.Double();
        top.moveTo(-22.5, 42);
        top.curveTo(-26, 8, -8, 10, 0, 10);
        top.curveTo(10, 9, 26, 10, 22.5, 42);
        top.curveTo(20, 32, 16, 28, part, 26);
        top.curveTo(-14, 29, -20, 34, -22.5, 42);
        top.closePath();
        g.fill(top);
    }
}
