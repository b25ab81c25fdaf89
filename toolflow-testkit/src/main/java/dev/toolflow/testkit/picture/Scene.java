package dev.toolflow.testkit.picture;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.Locale;
import java.util.SplittableRandom;

/** Something to draw inside a rectangle; the same random numbers give the same drawing. */
interface Scene {

    void draw(Graphics2D g, Rectangle2D area, SplittableRandom random);

    /** Returns whether the drawing is shown on paper, with a margin and a caption. */
    default boolean framed() {
        return true;
    }

    /** Returns the scene that suits {@code prompt}: by its words, else by chance. */
    static Scene suiting(String prompt, Tones tones, SplittableRandom random) {
        String words = prompt.toLowerCase(Locale.ROOT);
        if (words.matches("(?s).*\\b(selfie|portrait|avatar|headshot|face|persona)s?\\b.*")) {
            return new Portrait(tones);
        }
        if (words.matches("(?s).*\\bicons?\\b.*")) {
            return new Icon(tones);
        }
        if (words.matches("(?s).*\\b(hero|landscape|tea|garden|mountain|forest|nature)\\b.*")) {
            return new Hills(tones);
        }
        if (words.matches("(?s).*\\b(pattern|logo|abstract|geometric|tile|app)\\b.*")) {
            return new Tiles(tones);
        }
        if (words.matches("(?s).*\\b(sea|ocean|water|wave|coffee|river|music)\\b.*")) {
            return new Waves(tones);
        }
        return switch (random.nextInt(3)) {
            case 0 -> new Hills(tones);
            case 1 -> new Tiles(tones);
            default -> new Waves(tones);
        };
    }
}
