package dev.toolflow.budget;

import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * How many output tokens one picture has, by its quality and size: what a picture is estimated by before it is bought. What
 * it cost is told by its usage alone. Immutable and thread-safe; {@link #with} returns a copy.
 *
 * <pre>{@code
 * PictureTokens.none().with("low", "1024x1024", 272).with("high", "1024x1024", 4_160).most("auto", "auto")  // 4,160
 * }</pre>
 */
public final class PictureTokens {
    private static final Pattern SIZE = Pattern.compile("[1-9][0-9]{0,4}x[1-9][0-9]{0,4}");
    private static final String AUTO = "auto";
    private static final PictureTokens NONE = new PictureTokens(new TreeMap<>());

    private final Map<String, Map<String, Long>> byQuality;

    private PictureTokens(Map<String, Map<String, Long>> byQuality) {
        this.byQuality = byQuality;
    }

    /** Nothing is known of any picture. */
    public static PictureTokens none() {
        return NONE;
    }

    /**
     * The same with what a picture of this quality and size has.
     *
     * @param quality like {@code low}
     * @param size like {@code 1024x1536}, in pixels
     * @param tokens at least 1
     * @throws IllegalArgumentException naming what is wrong
     */
    public PictureTokens with(String quality, String size, long tokens) {
        if (quality.isBlank() || quality.equals(AUTO)) {
            throw new IllegalArgumentException("quality: must be one quality, such as high, was '" + quality + "'");
        }
        if (!SIZE.matcher(size).matches()) {
            throw new IllegalArgumentException("size: must be like 1024x1536, was '" + size + "'");
        }
        if (tokens < 1) {
            throw new IllegalArgumentException("tokens: must be at least 1, was " + tokens);
        }
        Map<String, Map<String, Long>> more = new TreeMap<>(byQuality);
        Map<String, Long> sizes = new TreeMap<>(more.getOrDefault(quality, Map.of()));
        sizes.put(size, tokens);
        more.put(quality, sizes);
        return new PictureTokens(more);
    }

    /**
     * The most tokens that one such picture has. {@code auto} counts as the dearest that is known. A size that is not known
     * counts as the dearest known one of its quality, and as so much more as it has more pixels.
     *
     * @param quality a quality, or {@code auto}
     * @param size like {@code 1024x1536}, or {@code auto}
     * @return empty where nothing is known of the quality
     */
    public OptionalLong most(String quality, String size) {
        return byQuality.entrySet().stream()
                .filter(known -> quality.equals(AUTO) || known.getKey().equals(quality))
                .mapToLong(known -> mostOf(known.getValue(), size))
                .max();
    }

    private static long mostOf(Map<String, Long> sizes, String size) {
        Long known = sizes.get(size);
        if (known != null) {
            return known;
        }
        long pixels = SIZE.matcher(size).matches() ? pixels(size) : 0;
        return sizes.entrySet().stream()
                .mapToLong(each -> scaled(each.getValue(), pixels, pixels(each.getKey())))
                .max()
                .orElse(0);
    }

    private static long scaled(long tokens, long pixels, long known) {
        return pixels <= known ? tokens : Math.floorDiv(Math.multiplyExact(tokens, pixels) + known - 1, known);
    }

    private static long pixels(String size) {
        int x = size.indexOf('x');
        return Long.parseLong(size.substring(0, x)) * Long.parseLong(size.substring(x + 1));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PictureTokens that && byQuality.equals(that.byQuality);
    }

    @Override
    public int hashCode() {
        return Objects.hash(byQuality);
    }

    @Override
    public String toString() {
        return byQuality.toString();
    }
}
