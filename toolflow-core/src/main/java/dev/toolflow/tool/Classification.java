package dev.toolflow.tool;

/**
 * How far what a run carries may go, and how much a model may see: a model is called only by runs of its own classification or
 * a lower one. In rising order.
 */
public enum Classification {
    /** For everybody. */
    PUBLIC,
    /** For the house. */
    INTERNAL,
    /** For those who need it. */
    CONFIDENTIAL,
    /** For as few as can be. */
    SECRET;

    /** Returns whether what is classified so may be shown to whoever may see {@code upTo}. */
    public boolean isWithin(Classification upTo) {
        return compareTo(upTo) <= 0;
    }
}
