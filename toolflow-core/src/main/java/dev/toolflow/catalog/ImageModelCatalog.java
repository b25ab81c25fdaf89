package dev.toolflow.catalog;

import dev.toolflow.image.ImageRequest;
import dev.toolflow.image.ImageSettings;
import dev.toolflow.schema.Violation;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What image models take, by their names: what a call asks for is checked against it before the call is paid. Immutable
 * and thread-safe.
 *
 * <p>The model whose name is the longest beginning of the wanted name counts, up to a hyphen or colon: {@code gpt-image-2}
 * is also that of {@code gpt-image-2-2026-04-21}, but not of {@code gpt-image-2.5}. Fine-tuned models ({@code ft:…}) and
 * names of a router ({@code openai/gpt-image-2}) count as the model they are made of.
 *
 * <pre>{@code
 * ImageModelCatalog models = ImageModelCatalog.standard().with(ImageModel.named("house-painter").mostImages(4));
 * models.check("house-painter", ImageGenerationInput.of("A tin").n(5));  // [n: house-painter takes 1 to 4, not 5]
 * }</pre>
 */
public final class ImageModelCatalog {
    private final Origin origin;
    private final NavigableMap<String, ImageModel> models;
    private final UnknownModels unknownModels;

    private ImageModelCatalog(Origin origin, NavigableMap<String, ImageModel> models, UnknownModels unknownModels) {
        this.origin = origin;
        this.models = models;
        this.unknownModels = unknownModels;
    }

    /** Where its facts are from. */
    record Origin(LocalDate date, List<String> sources) {}

    private static final class Standard {
        static final ImageModelCatalog CATALOG = CatalogFile.standard();
    }

    static ImageModelCatalog of(Origin origin, List<ImageModel> models) {
        ImageModelCatalog catalog = new ImageModelCatalog(origin, new TreeMap<>(), UnknownModels.WARN);
        for (ImageModel model : models) {
            catalog = catalog.with(model);
        }
        return catalog;
    }

    /** Returns OpenAI's image models as of {@link #date()}, with those that it retired and gateways may still serve. */
    public static ImageModelCatalog standard() {
        return Standard.CATALOG;
    }

    /**
     * Reads a catalogue from a JSON file with the fields {@code date}, {@code sources} and {@code models}. It has the form
     * of {@code dev/toolflow/catalog/image-models.json} in this library's jar.
     *
     * @throws InvalidCatalogException if it cannot be read; names the file, the model and the field
     */
    public static ImageModelCatalog read(Path file) {
        return CatalogFile.read(file);
    }

    /** The same with a model, which replaces the one of the same name. */
    public ImageModelCatalog with(ImageModel model) {
        NavigableMap<String, ImageModel> more = new TreeMap<>(models);
        more.put(model.name(), model);
        return new ImageModelCatalog(origin, more, unknownModels);
    }

    /** The same with the models of another, which replace those of the same names, and its date and sources added. */
    public ImageModelCatalog and(ImageModelCatalog other) {
        NavigableMap<String, ImageModel> more = new TreeMap<>(models);
        more.putAll(other.models);
        Set<String> sources = new LinkedHashSet<>(origin.sources());
        sources.addAll(other.origin.sources());
        LocalDate later = origin.date().isAfter(other.date()) ? origin.date() : other.date();
        return new ImageModelCatalog(new Origin(later, List.copyOf(sources)), more, unknownModels);
    }

    /** The same with what is done about models that it does not know. Default {@link UnknownModels#WARN}. */
    public ImageModelCatalog unknownModels(UnknownModels policy) {
        return new ImageModelCatalog(origin, models, Objects.requireNonNull(policy, "unknownModels"));
    }

    /** Returns the day of which its facts are. */
    public LocalDate date() {
        return origin.date();
    }

    /** Returns the pages on which its facts stand. */
    public List<String> sources() {
        return origin.sources();
    }

    /** Returns all models, by name. */
    public List<ImageModel> models() {
        return List.copyOf(models.values());
    }

    /** Returns what is known of a model. */
    public Optional<ImageModel> find(String model) {
        String full = model.strip().toLowerCase(Locale.ROOT);
        String tuned = full.startsWith("ft:") ? full.substring(3) : full;
        String bare = tuned.substring(tuned.lastIndexOf('/') + 1);
        ImageModel longest = null;
        for (ImageModel candidate : models.values()) {
            boolean begins = begins(bare, candidate.name()) || begins(full, candidate.name());
            if (begins
                    && (longest == null
                            || candidate.name().length() > longest.name().length())) {
                longest = candidate;
            }
        }
        return Optional.ofNullable(longest);
    }

    private static boolean begins(String model, String name) {
        if (!model.startsWith(name)) {
            return false;
        }
        boolean ended = "-.:/".indexOf(name.charAt(name.length() - 1)) >= 0;
        return ended || model.length() == name.length() || "-:@".indexOf(model.charAt(name.length())) >= 0;
    }

    /**
     * Checks a call, without making it: everything that the model is known not to take, and pictures to be edited that
     * cannot be sent. Files are read to their end, in constant memory, and not decoded.
     *
     * @return all that is wrong, each with the parameter, the model and what it takes; empty if the call may be made
     */
    public List<Violation> check(String model, ImageRequest<?> request) {
        return refused(model).map(List::of).orElseGet(() -> new RequestCheck(model, rules(model)).request(request));
    }

    /** Checks what generations by a model would ask for where their input says nothing; the answer is as above. */
    public List<Violation> checkGenerations(String model, ImageSettings settings) {
        return refused(model)
                .map(List::of)
                .orElseGet(() -> new RequestCheck(model, rules(model)).generations(settings));
    }

    /** Checks what edits by a model would ask for where their input says nothing; the answer is as above. */
    public List<Violation> checkEdits(String model, ImageSettings settings) {
        return refused(model).map(List::of).orElseGet(() -> new RequestCheck(model, rules(model)).edits(settings));
    }

    /**
     * Returns what should be known before a model is called although nothing refuses it: that nothing is known of it, or
     * that OpenAI has shut it down. A retired model is not refused, since gateways serve such models on.
     */
    public Optional<String> caution(String model) {
        Optional<ImageModel> known = find(model);
        if (known.isEmpty()) {
            return Optional.of("image model " + model + " is not in the catalogue of " + date()
                    + ": what it takes is not checked before it is paid; add it with ImageModelCatalog.with");
        }
        return known.get()
                .retired()
                .map(day -> "image model " + model + ": OpenAI shut it down on " + day
                        + "; unless a gateway serves it on, use one of "
                        + current()
                        + known.get().note().map(note -> " (" + note + ")").orElse(""));
    }

    private List<String> current() {
        return models.values().stream()
                .filter(model -> model.retired().isEmpty())
                .map(ImageModel::name)
                .toList();
    }

    private ImageModel rules(String model) {
        return find(model).orElseGet(() -> ImageModel.named(model));
    }

    private Optional<Violation> refused(String model) {
        return unknownModels == UnknownModels.WARN || find(model).isPresent()
                ? Optional.empty()
                : Optional.of(new Violation(
                        "model",
                        model + " is not in the catalogue, which has " + Choice.of(List.copyOf(models.keySet()))
                                + "; use one of these, or add it with ImageModelCatalog.with"));
    }

    @Override
    public String toString() {
        return "ImageModelCatalog[" + date() + ", models=" + models.keySet() + ", unknownModels=" + unknownModels + "]";
    }
}
