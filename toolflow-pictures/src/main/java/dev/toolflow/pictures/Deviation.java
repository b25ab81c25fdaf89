package dev.toolflow.pictures;

/** How much the channel that varies most does so: the standard deviation of colour, premultiplied, and of alpha. */
final class Deviation {

    private Deviation() {}

    static double of(Pixels pixels) {
        double most = 0;
        for (int shift = 0; shift < 32; shift += 8) {
            most = Math.max(most, ofChannel(pixels.argb(), shift));
        }
        return most;
    }

    private static double ofChannel(int[] argb, int shift) {
        long sum = 0;
        long squares = 0;
        for (int colour : argb) {
            int level = colour >>> shift & 0xff;
            int shown = shift == 24 ? level : level * (colour >>> 24) / 255;
            sum += shown;
            squares += (long) shown * shown;
        }
        double mean = (double) sum / argb.length;
        return Math.sqrt(Math.max(0, (double) squares / argb.length - mean * mean));
    }
}
