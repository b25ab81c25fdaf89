package dev.toolflow.pictures;

/** Finds the lines of one colour at a picture's sides. Not thread-safe. */
final class Border {
    private final Pixels pixels;
    private final int tolerance;
    private int left;
    private int top;
    private int right;
    private int bottom;

    Border(Pixels pixels, int tolerance) {
        this.pixels = pixels;
        this.tolerance = tolerance;
        this.right = pixels.width();
        this.bottom = pixels.height();
    }

    Pixels removed() {
        int above = pixels.at(0, 0);
        while (top < bottom && isRow(top, above)) {
            top++;
        }
        if (top == bottom) {
            return pixels;
        }
        int below = pixels.at(0, bottom - 1);
        while (isRow(bottom - 1, below) && bottom - 1 > top) {
            bottom--;
        }
        trimColumns();
        return pixels.part(left, top, right - left, bottom - top);
    }

    private void trimColumns() {
        int before = pixels.at(0, top);
        while (left < right - 1 && isColumn(left, before)) {
            left++;
        }
        int behind = pixels.at(right - 1, top);
        while (left < right - 1 && isColumn(right - 1, behind)) {
            right--;
        }
    }

    private boolean isRow(int y, int colour) {
        for (int x = left; x < right; x++) {
            if (!isAlike(pixels.at(x, y), colour)) {
                return false;
            }
        }
        return true;
    }

    private boolean isColumn(int x, int colour) {
        for (int y = top; y < bottom; y++) {
            if (!isAlike(pixels.at(x, y), colour)) {
                return false;
            }
        }
        return true;
    }

    private boolean isAlike(int one, int other) {
        if (one == other || (one >>> 24 <= tolerance && other >>> 24 <= tolerance)) {
            return true;
        }
        for (int channel = 0; channel < 32; channel += 8) {
            if (Math.abs((one >>> channel & 0xff) - (other >>> channel & 0xff)) > tolerance) {
                return false;
            }
        }
        return true;
    }
}
