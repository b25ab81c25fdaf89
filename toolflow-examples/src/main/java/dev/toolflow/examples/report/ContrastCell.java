package dev.toolflow.examples.report;

import dev.toolflow.examples.colour.Contrast;

/**
 * One colour on another. Immutable.
 *
 * @param ink the upper one
 * @param ground the lower one
 */
public record ContrastCell(Swatch ink, Swatch ground) {

    /** Whether it is a colour on itself. */
    public boolean isSame() {
        return ink.colour().equals(ground.colour());
    }

    /** The ratio. */
    public String ratio() {
        return Contrast.written(ink.colour().contrast(ground.colour()));
    }

    /** What it is good for: {@code AAA}, {@code AA}, {@code large} or {@code low}. */
    public String grade() {
        return Contrast.grade(ink.colour().contrast(ground.colour()));
    }
}
