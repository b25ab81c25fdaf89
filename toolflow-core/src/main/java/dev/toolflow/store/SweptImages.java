package dev.toolflow.store;

/**
 * What an orphan sweep took away.
 *
 * @param pictures how many pictures and unfinished files
 * @param bytes their length together
 */
public record SweptImages(int pictures, long bytes) {}
