package dev.toolflow.examples.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Rows of a terminal, below their heads. Where they are too wide, the widest columns are cut, in the middle of what stands
 * there, since names often differ at their end. Not thread-safe.
 */
public final class Table {
    private static final int INDENT = 2;
    private static final int BETWEEN = 2;
    private static final int LEAST = 8;

    /** Three dots, which every terminal can show. */
    private static final String CUT = "...";

    private final List<Column> columns;
    private final List<List<String>> rows = new ArrayList<>();

    private Table(List<Column> columns) {
        this.columns = columns;
    }

    /** A table of these columns, without rows. */
    public static Table of(Column... columns) {
        return new Table(List.of(columns));
    }

    /** A column whose cells begin at the left. */
    public static Column left(String head) {
        return new Column(head, Side.LEFT, LEAST);
    }

    /** The same for what is to be copied from there, and is never cut. */
    public static Column whole(String head) {
        return new Column(head, Side.LEFT, Integer.MAX_VALUE);
    }

    /** A column whose cells end at the right, as numbers do. */
    public static Column right(String head) {
        return new Column(head, Side.RIGHT, LEAST);
    }

    private enum Side {
        LEFT,
        RIGHT
    }

    /** A column, made by {@link #left}, {@link #whole} or {@link #right}. Immutable. */
    public static final class Column {
        private final String head;
        private final Side side;
        private final int least;

        private Column(String head, Side side, int least) {
            this.head = head;
            this.side = side;
            this.least = least;
        }
    }

    /** Adds a row with a cell for each column; an empty one is shown as a dash. */
    public void add(String... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException(
                    "a row of " + columns.size() + " columns has no " + cells.length + " cells");
        }
        rows.add(Arrays.stream(cells)
                .map(CleanText::of)
                .map(cell -> cell.isEmpty() ? "-" : cell)
                .toList());
    }

    /** Whether there is no row. */
    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /** The heads, a rule and the rows. They are longer than {@code width} only where a cell would be cut below 8 characters. */
    public List<String> lines(int width) {
        int[] widths = widths(width);
        List<String> heads = columns.stream().map(column -> column.head).toList();
        List<String> lines = new ArrayList<>();
        Stream.concat(Stream.of(heads), rows.stream()).forEach(row -> lines.add(line(row, widths)));
        int whole = Arrays.stream(widths).sum() + BETWEEN * (widths.length - 1);
        lines.add(1, " ".repeat(INDENT) + "-".repeat(whole));
        return List.copyOf(lines);
    }

    private int[] widths(int width) {
        int[] widths = new int[columns.size()];
        for (int i = 0; i < widths.length; i++) {
            int column = i;
            widths[i] = Math.max(
                    columns.get(i).head.length(),
                    rows.stream()
                            .mapToInt(row -> CleanText.length(row.get(column)))
                            .max()
                            .orElse(0));
        }
        int most = width - INDENT - BETWEEN * (widths.length - 1);
        for (int widest = widest(widths); Arrays.stream(widths).sum() > most && widest >= 0; widest = widest(widths)) {
            widths[widest]--;
        }
        return widths;
    }

    /** Of the columns that may be cut, or -1 where there is none. */
    private int widest(int[] widths) {
        int widest = -1;
        for (int i = 0; i < widths.length; i++) {
            boolean wider = widest < 0 || widths[i] > widths[widest];
            widest = widths[i] > columns.get(i).least && wider ? i : widest;
        }
        return widest;
    }

    private String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder(" ".repeat(INDENT));
        for (int i = 0; i < widths.length; i++) {
            String cell = cut(row.get(i), widths[i]);
            String pad = " ".repeat(widths[i] - CleanText.length(cell));
            line.append(i == 0 ? "" : " ".repeat(BETWEEN))
                    .append(columns.get(i).side == Side.LEFT ? cell + pad : pad + cell);
        }
        return line.toString().stripTrailing();
    }

    private static String cut(String cell, int width) {
        int length = CleanText.length(cell);
        if (length <= width) {
            return cell;
        }
        int kept = width - CUT.length();
        int front = cell.offsetByCodePoints(0, kept / 2);
        int back = cell.offsetByCodePoints(0, length - (kept - kept / 2));
        return cell.substring(0, front) + CUT + cell.substring(back);
    }
}
