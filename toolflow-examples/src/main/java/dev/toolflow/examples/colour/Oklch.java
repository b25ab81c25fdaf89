package dev.toolflow.examples.colour;

/**
 * A colour by lightness, chroma and hue, evenly spaced for the eye: <a href="https://bottosson.github.io/posts/oklab/">Oklab</a>
 * in polar form. Immutable.
 *
 * @param lightness 0 (black) to 1 (white)
 * @param chroma 0 (grey) upwards; sRGB ends below 0.33
 * @param hue degrees
 */
public record Oklch(double lightness, double chroma, double hue) {
    private static final double SLACK = 1e-4;

    /** Converts from sRGB. */
    public static Oklch of(Rgb colour) {
        double r = Rgb.linear(colour.red());
        double g = Rgb.linear(colour.green());
        double b = Rgb.linear(colour.blue());
        double l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
        double m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
        double s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
        double lightness = 0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s;
        double x = 1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s;
        double y = 0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s;
        return new Oklch(
                lightness,
                Math.hypot(x, y),
                Math.floorMod(Math.round(Math.toDegrees(Math.atan2(y, x)) * 1e6), 360_000_000L) / 1e6);
    }

    /** The same hue and chroma at another lightness. */
    public Oklch atLightness(double other) {
        return new Oklch(other, chroma, hue);
    }

    /** The same lightness and hue at another chroma. */
    public Oklch atChroma(double other) {
        return new Oklch(lightness, other, hue);
    }

    /** How different two colours look: about 0.02 is just visible. */
    public double distance(Oklch other) {
        return Math.hypot(lightness - other.lightness, Math.hypot(x() - other.x(), y() - other.y()));
    }

    /** The nearest colour that a screen has: chroma gives way, lightness and hue stay. */
    public Rgb toRgb() {
        double most = chroma;
        double least = 0;
        if (fits(linear(most))) {
            return rounded(linear(most));
        }
        for (int i = 0; i < 24; i++) {
            double middle = (least + most) / 2;
            if (fits(linear(middle))) {
                least = middle;
            } else {
                most = middle;
            }
        }
        return rounded(linear(least));
    }

    private double x() {
        return chroma * Math.cos(Math.toRadians(hue));
    }

    private double y() {
        return chroma * Math.sin(Math.toRadians(hue));
    }

    private double[] linear(double someChroma) {
        double x = someChroma * Math.cos(Math.toRadians(hue));
        double y = someChroma * Math.sin(Math.toRadians(hue));
        double l = cube(lightness + 0.3963377774 * x + 0.2158037573 * y);
        double m = cube(lightness - 0.1055613458 * x - 0.0638541728 * y);
        double s = cube(lightness - 0.0894841775 * x - 1.2914855480 * y);
        return new double[] {
            4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
            -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
            -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s
        };
    }

    private static double cube(double value) {
        return value * value * value;
    }

    private static boolean fits(double[] light) {
        for (double part : light) {
            if (part < -SLACK || part > 1 + SLACK) {
                return false;
            }
        }
        return true;
    }

    private static Rgb rounded(double[] light) {
        return new Rgb(coded(light[0]), coded(light[1]), coded(light[2]));
    }

    private static int coded(double light) {
        double clamped = Math.max(0, Math.min(1, light));
        double share = clamped <= 0.0031308 ? clamped * 12.92 : 1.055 * Math.pow(clamped, 1 / 2.4) - 0.055;
        return (int) Math.round(share * 255);
    }
}
