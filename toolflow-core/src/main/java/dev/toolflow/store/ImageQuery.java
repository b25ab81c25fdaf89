package dev.toolflow.store;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which records of an {@link ImageStore} are looked for: all conditions must hold. It finds finished
 * pictures and uploads; previews only {@linkplain #withPreviews() on demand}. Immutable; every method that sets something
 * returns a copy.
 *
 * <pre>{@code store.list(ImageQuery.all().attribute("tenant", "acme").run("nightly-7").limit(50))}</pre>
 */
public final class ImageQuery {
    private static final int DEFAULT_LIMIT = 1_000;
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final ImageQuery ALL =
            new ImageQuery(Map.of(), null, null, new Extent(DEFAULT_LIMIT, Previews.LEFT_OUT));

    private final Map<String, String> attributes;
    private final @Nullable String run;
    private final @Nullable String sha256;
    private final Extent extent;

    private ImageQuery(Map<String, String> attributes, @Nullable String run, @Nullable String sha256, Extent extent) {
        this.attributes = Map.copyOf(attributes);
        this.run = run;
        this.sha256 = sha256;
        this.extent = extent;
    }

    /** How many records are wanted, and of which kinds. */
    private record Extent(int limit, Previews previews) {}

    private enum Previews {
        LEFT_OUT,
        FOUND
    }

    /** Every record but those of previews, up to 1,000 of them. */
    public static ImageQuery all() {
        return ALL;
    }

    /** Only records with this attribute of this value. */
    public ImageQuery attribute(String name, String value) {
        Map<String, String> more = new TreeMap<>(attributes);
        more.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
        return new ImageQuery(more, run, sha256, extent);
    }

    /** Only records of this run. */
    public ImageQuery run(String runId) {
        return new ImageQuery(attributes, Objects.requireNonNull(runId, "runId"), sha256, extent);
    }

    /**
     * Only records of the picture with this hash; the one query that need not look at every record.
     *
     * @throws IllegalArgumentException unless it is 64 lowercase hexadecimal digits
     */
    public ImageQuery image(String hash) {
        if (!HASH.matcher(hash).matches()) {
            throw new IllegalArgumentException("image: a hash has 64 lowercase hexadecimal digits");
        }
        return new ImageQuery(attributes, run, hash, extent);
    }

    /** At most this many records, the latest; at least 1. Default 1,000. */
    public ImageQuery limit(int records) {
        if (records < 1) {
            throw new IllegalArgumentException("limit: must be at least 1, was " + records);
        }
        return new ImageQuery(attributes, run, sha256, new Extent(records, extent.previews()));
    }

    /** Previews too: pictures as they looked while they were drawn, such as to delete all that there is of a user. */
    public ImageQuery withPreviews() {
        return new ImageQuery(attributes, run, sha256, new Extent(extent.limit(), Previews.FOUND));
    }

    /** The hash of the one picture that is looked for, if it is one. */
    public Optional<String> image() {
        return Optional.ofNullable(sha256);
    }

    /** The most records that are wanted. */
    public int limit() {
        return extent.limit();
    }

    /** Returns whether a record meets every condition. */
    public boolean matches(ImageRecord record) {
        ImageOrigin origin = record.origin();
        return (extent.previews() == Previews.FOUND || origin == null || origin.kind() == ImageOrigin.Kind.FINAL)
                && (sha256 == null || record.image().sha256().equals(sha256))
                && (run == null || (origin != null && origin.runId().equals(run)))
                && record.attributes().entrySet().containsAll(attributes.entrySet());
    }
}
