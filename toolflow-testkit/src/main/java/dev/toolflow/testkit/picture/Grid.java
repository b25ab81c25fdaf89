package dev.toolflow.testkit.picture;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A sheet of different pictures in rows and columns, with thin white gutters between them and round them, so that it can be
 * split into equal parts and these be trimmed.
 *
 * @param rows 1–8
 * @param columns 1–8
 */
record Grid(int rows, int columns) {

    private static final Pattern ASKED =
            Pattern.compile("(?i)\\b([1-8])\\s*[x×]\\s*([1-8])\\b(?![0-9x×])(?=[\\s-]*(?:image |photo |picture )?"
                    + "(?:grid|sheet|contact|collage|matrix|layout))|\\bgrid of\\s+([1-8])\\s*[x×]\\s*([1-8])\\b");
    private static final double MARGIN = 0.006;

    /** Returns the grid that {@code prompt} asks for, {@code 2x2 grid} or {@code grid of 3×3} for example. */
    static Optional<Grid> asked(String prompt) {
        Matcher asked = ASKED.matcher(prompt);
        if (!asked.find()) {
            return Optional.empty();
        }
        int first = asked.group(1) == null ? 3 : 1;
        return Optional.of(new Grid(Integer.parseInt(asked.group(first)), Integer.parseInt(asked.group(first + 1))));
    }

    /** Draws the sheet; {@code tile} draws each picture in the size it is asked for. */
    BufferedImage draw(PictureWish wish, Function<PictureWish, BufferedImage> tile) {
        int margin = Math.max(2, (int) Math.round(Math.min(wish.width(), wish.height()) * MARGIN));
        BufferedImage sheet = new BufferedImage(wish.width(), wish.height(), BufferedImage.TYPE_INT_ARGB);
        Graphics2D g = sheet.createGraphics();
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, wish.width(), wish.height());
        for (int i = 0; i < rows * columns; i++) {
            Rectangle cell = cell(wish, i);
            PictureWish part = new PictureWish(
                    wish.prompt(),
                    Math.max(1, cell.width - 2 * margin),
                    Math.max(1, cell.height - 2 * margin),
                    wish.ordinal() * rows * columns + i,
                    false);
            g.drawImage(tile.apply(part), cell.x + margin, cell.y + margin, null);
        }
        g.dispose();
        return sheet;
    }

    /** Equal parts of the sheet: each tile has the same margin within its own. */
    private Rectangle cell(PictureWish wish, int index) {
        int column = index % columns;
        int row = index / columns;
        int left = column * wish.width() / columns;
        int top = row * wish.height() / rows;
        return new Rectangle(
                left, top, (column + 1) * wish.width() / columns - left, (row + 1) * wish.height() / rows - top);
    }
}
