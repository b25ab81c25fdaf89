package dev.toolflow.store;

/**
 * What an orphan sweep took away.
 *
 * @param pictures how many pictures and unfinished files
 * @param bytes their length together
 */
public record SweptImages(int pictures, long bytes) {
    static final SweptImages NONE = new SweptImages(0, 0);

    /** Both together. */
    public SweptImages plus(SweptImages more) {
        return new SweptImages(pictures + more.pictures, bytes + more.bytes);
    }
}
