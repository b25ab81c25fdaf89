package dev.toolflow.image;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What image calls ask for where their input says nothing, and what their answers may be. An engine has some, a step may
 * have others: the step's win over the engine's, and the input's own parameters over both. Immutable; every method that
 * sets something returns a copy and refuses what no model takes.
 *
 * <pre>{@code
 * ImageSettings.none().quality("medium").outputFormat(ImageFormat.WEBP).outputCompression(80).maxBytes(4 << 20)
 * }</pre>
 */
public final class ImageSettings {
    private static final ImageSettings NONE = new ImageSettings(ImageParameters.none(), null, null);

    private final ImageParameters parameters;
    private final @Nullable Long maxBytes;
    private final @Nullable Set<ImageFormat> formats;

    private ImageSettings(ImageParameters parameters, @Nullable Long maxBytes, @Nullable Set<ImageFormat> formats) {
        this.parameters = parameters;
        this.maxBytes = maxBytes;
        this.formats = formats;
        requireConsistent();
    }

    /** Returns settings that leave everything to the model and to the engine's limits. */
    public static ImageSettings none() {
        return NONE;
    }

    /** The same with a size: {@code auto} or {@code <width>x<height>}, in pixels, each below 100,000. */
    public ImageSettings size(String size) {
        return with("size", size);
    }

    /** The same with a size in pixels. Which sizes there are depends on the model. */
    public ImageSettings size(int width, int height) {
        return size(width + "x" + height);
    }

    /** The same with a quality, for example {@code low}, {@code high} or {@code auto}. */
    public ImageSettings quality(String quality) {
        return with("quality", quality);
    }

    /** The same with a background: {@code transparent}, which JPEG cannot have, {@code opaque} or {@code auto}. */
    public ImageSettings background(String background) {
        return with("background", background);
    }

    /** The same with a format; the answer must then have it. */
    public ImageSettings outputFormat(ImageFormat format) {
        return with(ImageParameters.FORMAT, format.wireName());
    }

    /** The same with a compression of JPEG or WebP in percent, 0 to 100; a request for PNG leaves it out. */
    public ImageSettings outputCompression(int percent) {
        return with(ImageParameters.COMPRESSION, percent);
    }

    /** The same with a moderation of generations: {@code low} or {@code auto}. Edits have none and leave it out. */
    public ImageSettings moderation(String moderation) {
        return with("moderation", moderation);
    }

    /** The same with answers of at most so many bytes a picture, at least 1. It can only lower the engine's limit. */
    public ImageSettings maxBytes(long bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("maxBytes: must be at least 1, is " + bytes);
        }
        return new ImageSettings(parameters, bytes, formats);
    }

    /** The same with answers in these formats only. It can only narrow what the engine's limits allow. */
    public ImageSettings formats(ImageFormat first, ImageFormat... more) {
        return new ImageSettings(parameters, maxBytes, Collections.unmodifiableSet(EnumSet.of(first, more)));
    }

    /**
     * Returns these settings, overridden by closer ones, such as an engine's by a step's.
     *
     * @throws IllegalArgumentException if the two contradict each other; the message names the setting
     */
    public ImageSettings and(ImageSettings closer) {
        if (closer.equals(NONE)) {
            return this;
        }
        return new ImageSettings(
                parameters.under(closer.parameters),
                closer.maxBytes == null ? maxBytes : closer.maxBytes,
                closer.formats == null ? formats : closer.formats);
    }

    /** Returns these settings without what edits do not take. */
    public ImageSettings forEdits() {
        return new ImageSettings(parameters.without("moderation"), maxBytes, formats);
    }

    /** Returns what is asked for, by the names in the API, sorted; a copy. */
    public SortedMap<String, JsonNode> parameters() {
        return parameters.asMap();
    }

    /** Returns the longest answer taken, in bytes a picture; empty where the engine's limit holds. */
    public OptionalLong maxBytes() {
        return maxBytes == null ? OptionalLong.empty() : OptionalLong.of(maxBytes);
    }

    /** Returns the formats taken; empty where the engine's limits hold. */
    public Optional<Set<ImageFormat>> formats() {
        return Optional.ofNullable(formats);
    }

    ImageParameters values() {
        return parameters;
    }

    private ImageSettings with(String name, Object value) {
        return new ImageSettings(parameters.with(name, value), maxBytes, formats);
    }

    private void requireConsistent() {
        String format = parameters.text(ImageParameters.FORMAT);
        if (format.equals("png")
                && !parameters.text(ImageParameters.COMPRESSION).isEmpty()) {
            throw new IllegalArgumentException(
                    "output_compression: PNG has none; ask for JPEG or WebP, or leave it out");
        }
        if (format.equals("jpeg") && parameters.text("background").equals("transparent")) {
            throw new IllegalArgumentException("background: JPEG cannot be transparent; ask for PNG or WebP");
        }
        boolean allowed = formats == null
                || format.isEmpty()
                || formats.stream().anyMatch(each -> each.wireName().equals(format));
        if (!allowed) {
            throw new IllegalArgumentException("output_format: " + format + " is not among the formats " + formats
                    + " that the answer may have; add it, or ask for one of them");
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ImageSettings that
                && parameters.equals(that.parameters)
                && Objects.equals(maxBytes, that.maxBytes)
                && Objects.equals(formats, that.formats);
    }

    @Override
    public int hashCode() {
        return Objects.hash(parameters, maxBytes, formats);
    }

    @Override
    public String toString() {
        return "ImageSettings[" + parameters.asMap() + ", maxBytes=" + maxBytes + ", formats=" + formats + "]";
    }
}
