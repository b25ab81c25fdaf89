package dev.toolflow.testkit.picture;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.font.TextAttribute;
import java.awt.font.TextLayout;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A few words in spaced capitals. Machines without fonts get none: Java then fails on the first text drawn. */
final class Caption {

    private static final Logger log = LoggerFactory.getLogger(Caption.class);
    private static final Optional<Font> FONT = font();

    private Caption() {}

    static boolean possible() {
        return FONT.isPresent();
    }

    /** Returns the first words of {@code prompt}, without colour codes, in at most 34 characters. */
    static String of(String prompt) {
        String plain = prompt.replaceAll("#[0-9A-Fa-f]{3,8}", " ").replaceAll("[^\\p{L}\\p{N}' -]", " ");
        StringBuilder caption = new StringBuilder();
        for (String word : plain.trim().split("\\s+", 0)) {
            if (caption.length() + word.length() > 34) {
                break;
            }
            caption.append(caption.length() == 0 ? "" : " ").append(word);
        }
        return caption.toString()
                .replaceAll("(?i)( (in|with|and|the|of|for|a|an|to|on|by|at|from))+$", "")
                .toUpperCase(Locale.ROOT);
    }

    /** Draws {@code text} in the middle of {@code strip}; nothing where there is no font. */
    static void draw(Graphics2D g, String text, Rectangle2D strip, Color color) {
        if (FONT.isEmpty() || text.isBlank() || strip.getHeight() < 14) {
            return;
        }
        float size = (float) (strip.getHeight() * 0.3);
        Font font = FONT.get().deriveFont(Map.of(TextAttribute.SIZE, size, TextAttribute.TRACKING, 0.22f));
        TextLayout layout = new TextLayout(text, font, g.getFontRenderContext());
        double fit = Math.min(1, strip.getWidth() * 0.9 / layout.getAdvance());
        layout = new TextLayout(text, font.deriveFont((float) (size * fit)), g.getFontRenderContext());
        g.setColor(color);
        float x = (float) (strip.getCenterX() - layout.getAdvance() / 2);
        layout.draw(g, x, (float) (strip.getCenterY() + layout.getAscent() * 0.36));
    }

    private static Optional<Font> font() {
        try {
            Font font = new Font(Font.SERIF, Font.PLAIN, 12);
            Graphics2D g = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB).createGraphics();
            new TextLayout("ToolFlow", font, g.getFontRenderContext()).draw(g, 0, 8);
            g.dispose();
            return Optional.of(font);
        } catch (RuntimeException | LinkageError | InternalError e) {
            log.debug("no fonts on this machine, pictures go without captions", e);
            return Optional.empty();
        }
    }
}
