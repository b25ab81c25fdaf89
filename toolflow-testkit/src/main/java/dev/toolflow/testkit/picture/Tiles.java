package dev.toolflow.testkit.picture;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Arc2D;
import java.awt.geom.Area;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** A grid of quarter circles, leaves, rings and triangles, as on a woven blanket. */
final class Tiles implements Scene {

    private final Tones tones;

    Tiles(Tones tones) {
        this.tones = tones;
    }

    @Override
    public void draw(Graphics2D g, Rectangle2D area, SplittableRandom random) {
        List<Color> colours = new ArrayList<>(List.of(tones.paper(), tones.ink(), tones.accent()));
        tones.all().stream().filter(c -> !colours.contains(c)).limit(2).forEach(colours::add);
        int across = area.getWidth() >= area.getHeight() ? 5 : 4;
        double side = area.getWidth() / across;
        int down = (int) Math.ceil(area.getHeight() / side);
        g.setColor(tones.paper());
        g.fill(area);
        for (int row = 0; row < down; row++) {
            for (int column = 0; column < across; column++) {
                int back = random.nextInt(3) == 0 ? random.nextInt(colours.size()) : (row + column) % 2;
                int front = (back + 1 + random.nextInt(colours.size() - 1)) % colours.size();
                AffineTransform place =
                        AffineTransform.getTranslateInstance(area.getX() + column * side, area.getY() + row * side);
                place.scale(side, side);
                place.rotate(random.nextInt(4) * Math.PI / 2, 0.5, 0.5);
                g.setColor(colours.get(back));
                g.fill(place.createTransformedShape(new Rectangle2D.Double(-0.002, -0.002, 1.004, 1.004)));
                g.setColor(colours.get(front));
                g.fill(place.createTransformedShape(motif(random.nextInt(6))));
            }
        }
    }

    private static Area motif(int kind) {
        return switch (kind) {
            case 0 -> new Area(new Arc2D.Double(-1, -1, 2, 2, 270, 90, Arc2D.PIE));
            case 1 -> leaf();
            case 2 -> ring();
            case 3 -> new Area(new Arc2D.Double(0, -0.5, 1, 1, 180, 180, Arc2D.PIE));
            case 4 -> triangle();
            default -> quarterRings();
        };
    }

    private static Area leaf() {
        Area leaf = new Area(new Ellipse2D.Double(-1, -1, 2, 2));
        leaf.intersect(new Area(new Ellipse2D.Double(0, 0, 2, 2)));
        return leaf;
    }

    private static Area ring() {
        Area ring = new Area(new Ellipse2D.Double(0.1, 0.1, 0.8, 0.8));
        ring.subtract(new Area(new Ellipse2D.Double(0.32, 0.32, 0.36, 0.36)));
        return ring;
    }

    private static Area triangle() {
        Path2D path = new Path2D.Double();
        path.moveTo(0, 0);
        path.lineTo(1, 0);
        path.lineTo(0, 1);
        path.closePath();
        return new Area(path);
    }

    private static Area quarterRings() {
        Area rings = new Area();
        for (double radius : new double[] {1, 0.6, 0.25}) {
            rings.add(new Area(new Arc2D.Double(-radius, -radius, 2 * radius, 2 * radius, 270, 90, Arc2D.PIE)));
            double hole = radius - 0.18;
            rings.subtract(new Area(new Ellipse2D.Double(-hole, -hole, 2 * hole, 2 * hole)));
        }
        return rings;
    }
}
