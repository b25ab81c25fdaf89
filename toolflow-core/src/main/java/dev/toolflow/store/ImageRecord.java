package dev.toolflow.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.toolflow.image.GeneratedImage;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a stored picture: one record for each time it was made or taken in, while equal bytes are stored once.
 * Immutable.
 *
 * @param id the record's id: the picture's hash, a dash and 16 hexadecimal digits; equal for the same picture of the same
 *     place in the same attempt, so that storing again changes nothing
 * @param image the picture, with its dimensions, type, length and revised prompt
 * @param origin the call it came from; null for an upload
 * @param created when it was stored first
 * @param attributes the user's own, such as {@code tenant} or {@code conversation}; at most 32, sorted
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ImageRecord(
        String id,
        GeneratedImage image,
        @Nullable ImageOrigin origin,
        Instant created,
        Map<String, String> attributes) {
    /** The most attributes that a record may have. */
    public static final int MOST_ATTRIBUTES = 32;

    private static final int LONGEST_VALUE = 512;
    private static final int HASH = 64;
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9._-]{0,63}");
    private static final Pattern ID = Pattern.compile("[0-9a-f]{64}-[0-9a-f]{16}");

    /** @throws IllegalArgumentException when the id is not one of this picture, or an attribute is out of its bounds */
    public ImageRecord {
        if (!isId(id) || !id.startsWith(image.sha256())) {
            throw new IllegalArgumentException(
                    "ImageRecord.id: must be the picture's hash, a dash and 16 hexadecimal digits");
        }
        Objects.requireNonNull(created, "created");
        if (attributes.size() > MOST_ATTRIBUTES) {
            throw new IllegalArgumentException(
                    "attributes: at most " + MOST_ATTRIBUTES + ", were " + attributes.size());
        }
        attributes.forEach(ImageRecord::requireAttribute);
        attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
    }

    /** A record of a picture that a model made. */
    public static ImageRecord of(
            GeneratedImage image, ImageOrigin origin, Instant created, Map<String, String> attributes) {
        Stream<Object> place =
                Stream.of("call", origin.runId(), origin.stepId(), origin.attempt(), origin.index(), origin.kind());
        return new ImageRecord(id(image, place), image, origin, created, attributes);
    }

    /** A record of a picture that was taken in; the same picture with the same attributes has one record. */
    public static ImageRecord ofUpload(GeneratedImage image, Instant created, Map<String, String> attributes) {
        Stream<Object> place = new TreeMap<>(attributes)
                .entrySet().stream().flatMap(attribute -> Stream.of(attribute.getKey(), attribute.getValue()));
        return new ImageRecord(id(image, Stream.concat(Stream.of("upload"), place)), image, null, created, attributes);
    }

    /**
     * Checks one of the user's attributes.
     *
     * @param name begins with a letter and has up to 64 letters, digits, {@code . _ -}
     * @param value at most 512 characters
     * @throws IllegalArgumentException when one is out of its bounds; the message holds no value
     */
    public static void requireAttribute(String name, String value) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "attribute: a name begins with a letter and has up to 64 letters, digits, '.', '_' and '-'");
        }
        if (value.length() > LONGEST_VALUE) {
            throw new IllegalArgumentException("attribute '" + name + "': a value has at most " + LONGEST_VALUE
                    + " characters, this one has " + value.length());
        }
    }

    /** Returns whether a text has the form of a record's id. */
    public static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    /**
     * Returns the hash of the picture that a record's id is of.
     *
     * @throws IllegalArgumentException when the text is no id
     */
    public static String imageOf(String id) {
        if (!isId(id)) {
            throw new IllegalArgumentException("no id of a record: must be a hash, a dash and 16 hexadecimal digits");
        }
        return id.substring(0, HASH);
    }

    /**
     * Returns the record as a store keeps it: JSON with the number of its format, in UTF-8.
     *
     * @throws ImageStoreException when it is longer than 1 MiB
     */
    public byte[] toJson() {
        return RecordJson.write(this);
    }

    /**
     * Reads what {@link #toJson} wrote, in this version or an earlier one.
     *
     * @throws IllegalArgumentException when this is no record
     * @throws ImageStoreException when it is one of a newer format
     */
    public static ImageRecord fromJson(byte[] json) {
        return RecordJson.read(json);
    }

    /** Each part with its length before it, and unpaired surrogates as they are, so that no two places are written alike. */
    private static String id(GeneratedImage image, Stream<Object> place) {
        String parts = place.map(String::valueOf)
                .map(part -> part.length() + ":" + part)
                .collect(Collectors.joining());
        ByteBuffer bytes = ByteBuffer.allocate(Character.BYTES * parts.length());
        bytes.asCharBuffer().put(parts);
        Sha256 sha256 = new Sha256();
        sha256.update(bytes.array(), 0, bytes.capacity());
        return image.sha256() + "-" + sha256.hex().substring(0, 16);
    }
}
