package dev.toolflow.pictures;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows and columns that a picture is cut into. Where the pixels do not divide evenly, tiles differ by one pixel and
 * none is lost: without a gutter, the tiles side by side are the picture again. Immutable.
 */
public final class Grid {
    private final int rows;
    private final int columns;
    private final int gutter;

    private Grid(int rows, int columns, int gutter) {
        this.rows = atLeast(1, "rows", rows);
        this.columns = atLeast(1, "columns", columns);
        this.gutter = atLeast(0, "gutter", gutter);
    }

    /**
     * Returns a grid without gutters.
     *
     * @throws IllegalArgumentException if there is less than one row or column
     */
    public static Grid of(int rows, int columns) {
        return new Grid(rows, columns, 0);
    }

    /**
     * Returns a copy that leaves out this many pixels between tiles, half of them on each side of a cut. Models like to
     * draw a line there. Default 0.
     *
     * @throws IllegalArgumentException if negative
     */
    public Grid gutter(int pixels) {
        return new Grid(rows, columns, pixels);
    }

    List<Pixels> split(Pixels picture) {
        List<Pixels> tiles = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            Span high = span(row, rows, picture.height());
            for (int column = 0; column < columns; column++) {
                Span wide = span(column, columns, picture.width());
                if (high.length() < 1 || wide.length() < 1) {
                    throw new IllegalArgumentException("Picture.grid: " + picture.width() + "x" + picture.height()
                            + " pixels leave none for a tile of " + this + "; choose fewer or a smaller gutter");
                }
                tiles.add(picture.part(wide.from, high.from, wide.length(), high.length()));
            }
        }
        return tiles;
    }

    private record Span(int from, int to) {
        int length() {
            return to - from;
        }
    }

    private Span span(int index, int count, int pixels) {
        int from = (int) ((long) pixels * index / count);
        int to = (int) ((long) pixels * (index + 1) / count);
        int before = index == 0 ? 0 : gutter - gutter / 2;
        int behind = index == count - 1 ? 0 : gutter / 2;
        return new Span(from + before, to - behind);
    }

    private static int atLeast(int least, String part, int value) {
        if (value < least) {
            throw new IllegalArgumentException("Grid." + part + ": must be at least " + least + ", is " + value);
        }
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Grid that && rows == that.rows && columns == that.columns && gutter == that.gutter;
    }

    @Override
    public int hashCode() {
        return (rows * 31 + columns) * 31 + gutter;
    }

    @Override
    public String toString() {
        return "Grid[" + rows + "x" + columns + ", gutter=" + gutter + "]";
    }
}
