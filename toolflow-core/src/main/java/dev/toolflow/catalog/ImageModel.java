package dev.toolflow.catalog;

import dev.toolflow.image.ImageFormat;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the image models of one name take. What is not said is not checked; a parameter with no values is not taken.
 * Immutable; every method that sets something returns a copy.
 *
 * <pre>{@code
 * ImageModel.named("house-painter")
 *     .sizes(ImageSizes.any().multiplesOf(64).upTo(2048, 2048))
 *     .values("quality", "draft", "final")
 *     .values("style")                        // takes no style
 *     .longestPrompt(2_000).mostImages(4).edits(ImageEdits.none())
 * }</pre>
 */
public final class ImageModel {
    private final String name;
    private final Draft rules;

    private ImageModel(String name, Draft rules) {
        this.name = name;
        this.rules = rules;
    }

    /**
     * A model of which nothing is said yet.
     *
     * @param name its name, or the beginning of its name up to a hyphen or colon; upper and lower case are the same
     * @throws IllegalArgumentException if it is blank
     */
    public static ImageModel named(String name) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("ImageModel.named: must not be blank");
        }
        return new ImageModel(name.strip().toLowerCase(Locale.ROOT), new Draft());
    }

    /** The same with the sizes it makes. */
    public ImageModel sizes(ImageSizes sizes) {
        return with(draft -> draft.sizes = Objects.requireNonNull(sizes, "sizes"));
    }

    /**
     * The same with all values that it takes of a parameter; none where it does not take the parameter.
     *
     * @param parameter its name in the API, such as {@code quality}, {@code background}, {@code moderation}, {@code style},
     *     {@code input_fidelity} or {@code response_format}
     */
    public ImageModel values(String parameter, String... values) {
        List<String> list = List.copyOf(Arrays.asList(values));
        return with(draft -> draft.values.put(Objects.requireNonNull(parameter, "parameter"), list));
    }

    /** The same with the formats it writes; none where it does not take {@code output_format}. */
    public ImageModel formats(ImageFormat... formats) {
        return values("output_format", names(formats));
    }

    /** The same with the formats that take a compression; none where it does not take {@code output_compression}. */
    public ImageModel compresses(ImageFormat... formats) {
        return values("output_compression", names(formats));
    }

    /** The same with the longest prompt it takes, in characters (Unicode code points), at least 1. */
    public ImageModel longestPrompt(int characters) {
        int longest = requireAtLeast(1, "longestPrompt", characters);
        return with(draft -> draft.longestPrompt = longest);
    }

    /** The same with the most pictures ({@code n}) it makes in one call, at least 1. */
    public ImageModel mostImages(int images) {
        int most = requireAtLeast(1, "mostImages", images);
        return with(draft -> draft.mostImages = most);
    }

    /** The same with the most partial pictures it sends while it works; 0 where it sends none. */
    public ImageModel mostPartialImages(int images) {
        int most = requireAtLeast(0, "mostPartialImages", images);
        return with(draft -> draft.mostPartialImages = most);
    }

    /** The same with the pictures it takes to edit. */
    public ImageModel edits(ImageEdits edits) {
        return with(draft -> draft.edits = Objects.requireNonNull(edits, "edits"));
    }

    /** The same with its price. */
    public ImageModel price(ImagePrice price) {
        return with(draft -> draft.price = Objects.requireNonNull(price, "price"));
    }

    /** The same with the day on which OpenAI shut it down; gateways may serve it still. */
    public ImageModel retired(LocalDate day) {
        return with(draft -> draft.retired = Objects.requireNonNull(day, "retired"));
    }

    /** The same with a note for people, such as what is in preview. */
    public ImageModel note(String note) {
        return with(draft -> draft.note = Objects.requireNonNull(note, "note"));
    }

    /** Returns the name, in lower case. */
    public String name() {
        return name;
    }

    /** Returns the sizes it makes, where they are said. */
    public Optional<ImageSizes> sizes() {
        return Optional.ofNullable(rules.sizes);
    }

    /** Returns all values it takes of a parameter, by its name in the API; empty where they are not said. */
    public Optional<List<String>> values(String parameter) {
        return Optional.ofNullable(rules.values.get(parameter));
    }

    /** Returns the longest prompt in characters (Unicode code points), where it is said. */
    public OptionalInt longestPrompt() {
        return optional(rules.longestPrompt);
    }

    /** Returns the most pictures of one call, where they are said. */
    public OptionalInt mostImages() {
        return optional(rules.mostImages);
    }

    /** Returns the most partial pictures of one call, where they are said. */
    public OptionalInt mostPartialImages() {
        return optional(rules.mostPartialImages);
    }

    /** Returns the pictures it takes to edit, where they are said. */
    public Optional<ImageEdits> edits() {
        return Optional.ofNullable(rules.edits);
    }

    /** Returns its price, where it is known. */
    public Optional<ImagePrice> price() {
        return Optional.ofNullable(rules.price);
    }

    /** Returns the day on which OpenAI shut it down, if it did. */
    public Optional<LocalDate> retired() {
        return Optional.ofNullable(rules.retired);
    }

    /** Returns a note for people, if there is one. */
    public Optional<String> note() {
        return Optional.ofNullable(rules.note);
    }

    private ImageModel with(Consumer<Draft> change) {
        Draft draft = new Draft(rules);
        change.accept(draft);
        return new ImageModel(name, draft);
    }

    private static String[] names(ImageFormat... formats) {
        return Arrays.stream(formats).map(ImageFormat::wireName).toArray(String[]::new);
    }

    private static int requireAtLeast(int least, String rule, int value) {
        if (value < least) {
            throw new IllegalArgumentException(rule + ": must be at least " + least + ", is " + value);
        }
        return value;
    }

    private static OptionalInt optional(@Nullable Integer value) {
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }

    @Override
    public String toString() {
        return "ImageModel[" + name + "]";
    }

    private static final class Draft {
        private final Map<String, List<String>> values = new TreeMap<>();
        private @Nullable ImageSizes sizes;
        private @Nullable Integer longestPrompt;
        private @Nullable Integer mostImages;
        private @Nullable Integer mostPartialImages;
        private @Nullable ImageEdits edits;
        private @Nullable ImagePrice price;
        private @Nullable LocalDate retired;
        private @Nullable String note;

        private Draft() {}

        private Draft(Draft other) {
            values.putAll(other.values);
            sizes = other.sizes;
            longestPrompt = other.longestPrompt;
            mostImages = other.mostImages;
            mostPartialImages = other.mostPartialImages;
            edits = other.edits;
            price = other.price;
            retired = other.retired;
            note = other.note;
        }
    }
}
