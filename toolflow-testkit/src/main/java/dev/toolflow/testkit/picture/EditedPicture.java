package dev.toolflow.testkit.picture;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The first picture of an edit, visibly changed: a wash in the prompt's colours, a sun, a sprig, a frame and a caption. The
 * other pictures lie on it as small prints. With a mask only its transparent part changes. A prompt that asks for a grid gets
 * variations of the first picture: mirrored, closer, in other light. Thread-safe.
 */
public final class EditedPicture {

    private EditedPicture() {}

    /**
     * Draws the edit. A WebP picture is shown where the application brings an ImageIO reader for it; a poster of the prompt
     * stands in otherwise.
     *
     * @param pictures the input pictures, encoded, at least one
     * @param mask the mask, encoded as PNG, or null
     * @throws IOException if a picture's bytes are broken
     */
    public static BufferedImage draw(PictureWish wish, List<byte[]> pictures, byte @Nullable [] mask)
            throws IOException {
        List<BufferedImage> inputs = new ArrayList<>();
        for (byte[] picture : pictures) {
            inputs.add(read(picture).orElseGet(() -> Poster.draw(wish)));
        }
        BufferedImage first = inputs.get(0);
        Optional<Grid> grid = Grid.asked(wish.prompt());
        if (grid.isPresent()) {
            return grid.get().draw(wish, tile -> new Variation(tile).of(scaled(first, tile)));
        }
        BufferedImage before = scaled(first, wish);
        BufferedImage after = changed(before, wish);
        prints(after, inputs.subList(1, inputs.size()));
        Optional<BufferedImage> stencil = mask == null ? Optional.empty() : read(mask);
        stencil.ifPresent(image -> keepOpaque(before, after, scaled(image, wish)));
        return after;
    }

    private static void prints(BufferedImage image, List<BufferedImage> others) {
        Graphics2D g = Poster.canvas(image);
        int side = Math.max(4, Math.min(image.getHeight() / 4, image.getWidth() * 9 / 10 / Math.max(5, others.size())));
        int border = Math.max(1, side / 16);
        for (int i = 0; i < others.size(); i++) {
            int x = image.getWidth() / 20 + i * side;
            int y = image.getHeight() * 17 / 20 - side;
            g.setColor(Color.WHITE);
            g.fillRect(x, y, side - border, side - border);
            int inner = side - 3 * border;
            g.drawImage(others.get(i), x + border, y + border, inner, inner, null);
        }
        g.dispose();
    }

    private static Optional<BufferedImage> read(byte[] bytes) throws IOException {
        // ImageIO closes the stream itself; this one holds no file.
        return Optional.ofNullable(ImageIO.read(new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))));
    }

    private static BufferedImage scaled(BufferedImage source, PictureWish wish) {
        BufferedImage image = new BufferedImage(wish.width(), wish.height(), BufferedImage.TYPE_INT_ARGB);
        double scale = Math.max((double) wish.width() / source.getWidth(), (double) wish.height() / source.getHeight());
        int width = (int) Math.ceil(source.getWidth() * scale);
        int height = (int) Math.ceil(source.getHeight() * scale);
        Graphics2D g = Poster.canvas(image);
        g.drawImage(source, (wish.width() - width) / 2, (wish.height() - height) / 2, width, height, null);
        g.dispose();
        return image;
    }

    private static BufferedImage changed(BufferedImage before, PictureWish wish) {
        Tones tones = Tones.of(wish.prompt());
        double size = Math.min(wish.width(), wish.height());
        BufferedImage image = new BufferedImage(wish.width(), wish.height(), BufferedImage.TYPE_INT_ARGB);
        Graphics2D g = Poster.canvas(image);
        g.drawImage(before, 0, 0, null);
        g.setPaint(new GradientPaint(
                0, 0, Tones.faded(tones.accent(), 120), 0, wish.height(), Tones.faded(tones.ink(), 90)));
        g.fillRect(0, 0, wish.width(), wish.height());
        double radius = size * (0.11 + 0.02 * (wish.ordinal() % 4));
        g.setColor(Tones.faded(tones.paper(), 205));
        g.fill(new Ellipse2D.Double(wish.width() - size * 0.16 - 2 * radius, size * 0.12, 2 * radius, 2 * radius));
        new Sprig(size * 0.2, wish.height() - size * 0.1, size * 0.5, 0.2)
                .draw(g, Tones.mix(tones.paper(), tones.accent(), 0.12));
        frame(g, wish, tones);
        g.dispose();
        return image;
    }

    private static void frame(Graphics2D g, PictureWish wish, Tones tones) {
        double size = Math.min(wish.width(), wish.height());
        double inset = size * 0.025;
        g.setColor(Tones.mix(tones.paper(), Color.WHITE, 0.3));
        g.setStroke(new BasicStroke((float) (size * 0.006)));
        g.draw(new Rectangle2D.Double(inset, inset, wish.width() - 2 * inset, wish.height() - 2 * inset));
        Rectangle2D strip = new Rectangle2D.Double(0, wish.height() - size * 0.115, wish.width(), size * 0.115);
        g.setColor(Tones.mix(tones.ink(), tones.accent(), 0.08));
        g.fill(strip);
        Caption.draw(g, Caption.of(wish.prompt()), strip, Tones.mix(tones.paper(), Color.WHITE, 0.6));
    }

    private static void keepOpaque(BufferedImage before, BufferedImage after, BufferedImage stencil) {
        for (int y = 0; y < after.getHeight(); y++) {
            for (int x = 0; x < after.getWidth(); x++) {
                if (stencil.getRGB(x, y) >>> 24 > 127) {
                    after.setRGB(x, y, before.getRGB(x, y));
                }
            }
        }
    }
}
