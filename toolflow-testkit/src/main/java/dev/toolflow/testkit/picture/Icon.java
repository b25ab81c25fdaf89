package dev.toolflow.testkit.picture;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Arc2D;
import java.awt.geom.Area;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.util.SplittableRandom;

/** An app icon: a pale symbol on a rounded square in the prompt's colours. */
final class Icon implements Scene {

    private final Tones tones;

    Icon(Tones tones) {
        this.tones = tones;
    }

    @Override
    public boolean framed() {
        return false;
    }

    @Override
    public void draw(Graphics2D g, Rectangle2D area, SplittableRandom random) {
        Color paper = Tones.mix(tones.paper(), Color.WHITE, 0.5);
        g.setColor(paper);
        g.fill(area);
        double unit = Math.min(area.getWidth(), area.getHeight()) / 100;
        AffineTransform before = g.getTransform();
        g.translate(area.getCenterX() - 50 * unit, area.getCenterY() - 50 * unit);
        g.scale(unit, unit);
        Color high = Tones.mix(random.nextBoolean() ? tones.accent() : tones.ink(), Color.WHITE, 0.12);
        Color low = Tones.mix(high, tones.ink(), 0.65);
        g.setPaint(new GradientPaint(20, 10, high, 80, 92, low));
        g.fill(new RoundRectangle2D.Double(10, 10, 80, 80, 36, 36));
        g.setPaint(new GradientPaint(0, 10, Tones.faded(Color.WHITE, 60), 0, 50, Tones.faded(Color.WHITE, 0)));
        g.fill(new RoundRectangle2D.Double(10, 10, 80, 80, 36, 36));
        Shape symbol = symbol(random.nextInt(6));
        g.translate(1, 1.6);
        g.setColor(Tones.faded(Color.BLACK, 50));
        g.fill(symbol);
        g.translate(-1, -1.6);
        g.setColor(paper);
        g.fill(symbol);
        g.setTransform(before);
    }

    private static Shape symbol(int kind) {
        return switch (kind) {
            case 0 -> anchor();
            case 1 -> bars();
            case 2 -> compass();
            case 3 -> waves();
            case 4 -> boat();
            default -> leaf();
        };
    }

    private static Area stroked(Shape shape, float width) {
        return new Area(
                new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND).createStrokedShape(shape));
    }

    private static Area anchor() {
        Area anchor = stroked(new Ellipse2D.Double(44, 24, 12, 12), 5);
        anchor.add(new Area(new RoundRectangle2D.Double(47, 36, 6, 40, 6, 6)));
        anchor.add(new Area(new RoundRectangle2D.Double(37, 43, 26, 5.5, 5, 5)));
        anchor.add(stroked(new Arc2D.Double(28, 32, 44, 44, 200, 140, Arc2D.OPEN), 6));
        return anchor;
    }

    private static Area bars() {
        Area bars = new Area();
        double[] heights = {18, 30, 24, 42};
        for (int i = 0; i < heights.length; i++) {
            bars.add(new Area(new RoundRectangle2D.Double(27 + 12.4 * i, 71 - heights[i], 8.6, heights[i], 5, 5)));
        }
        return bars;
    }

    private static Area compass() {
        Area compass = stroked(new Ellipse2D.Double(27, 27, 46, 46), 5.5f);
        Path2D needle = new Path2D.Double();
        needle.moveTo(62, 38);
        needle.lineTo(54, 54);
        needle.lineTo(38, 62);
        needle.lineTo(46, 46);
        needle.closePath();
        compass.add(new Area(needle));
        return compass;
    }

    private static Area waves() {
        Area waves = new Area();
        for (int row = 0; row < 3; row++) {
            Path2D wave = new Path2D.Double();
            double y = 38 + 13 * row;
            wave.moveTo(26, y);
            wave.curveTo(34, y - 11, 42, y + 11, 50, y);
            wave.curveTo(58, y - 11, 66, y + 11, 74, y);
            waves.add(stroked(wave, 5.5f));
        }
        return waves;
    }

    private static Area boat() {
        Path2D sail = new Path2D.Double();
        sail.moveTo(51, 25);
        sail.quadTo(72, 44, 70, 58);
        sail.lineTo(51, 58);
        sail.closePath();
        Path2D small = new Path2D.Double();
        small.moveTo(46, 33);
        small.quadTo(34, 46, 32, 58);
        small.lineTo(46, 58);
        small.closePath();
        Area boat = new Area(sail);
        boat.add(new Area(small));
        boat.add(new Area(new Arc2D.Double(26, 44, 48, 34, 180, 180, Arc2D.CHORD)));
        boat.subtract(new Area(new Rectangle2D.Double(20, 58, 60, 4)));
        return boat;
    }

    private static Area leaf() {
        Area leaf = new Area(new Ellipse2D.Double(16, 27, 52, 52));
        leaf.intersect(new Area(new Ellipse2D.Double(34, 21, 52, 52)));
        Path2D vein = new Path2D.Double();
        vein.moveTo(38, 66);
        vein.lineTo(62, 36);
        leaf.subtract(stroked(vein, 2.6f));
        return leaf;
    }
}
