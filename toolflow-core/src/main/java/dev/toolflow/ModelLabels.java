package dev.toolflow;

import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is said of models by the beginnings of their names; the longest that fits counts. Immutable.
 *
 * @param <T> what is said
 */
final class ModelLabels<T> {
    private static final String SEPARATORS = "-:";
    private static final String ENDS = SEPARATORS + "./";

    private final Map<String, T> byPrefix;

    private ModelLabels(NavigableMap<String, T> byPrefix) {
        this.byPrefix = byPrefix;
    }

    static <T> ModelLabels<T> none() {
        return new ModelLabels<>(new TreeMap<>());
    }

    /** @throws IllegalArgumentException if the prefix is blank */
    ModelLabels<T> with(String prefix, T label) {
        if (prefix.isBlank()) {
            throw new IllegalArgumentException("model: must not be blank; name a model or the beginning of its name");
        }
        NavigableMap<String, T> more = new TreeMap<>(byPrefix);
        more.put(prefix.strip().toLowerCase(Locale.ROOT), label);
        return new ModelLabels<>(more);
    }

    Optional<T> of(String model) {
        if (byPrefix.isEmpty()) {
            return Optional.empty();
        }
        String name = model.strip().toLowerCase(Locale.ROOT);
        return byPrefix.entrySet().stream()
                .filter(label -> begins(name, label.getKey()))
                .reduce((shorter, longer) ->
                        longer.getKey().length() > shorter.getKey().length() ? longer : shorter)
                .map(Map.Entry::getValue);
    }

    /** A name that begins so and goes on behind a hyphen or colon, or behind what the prefix itself ends with. */
    private static boolean begins(String name, String prefix) {
        return name.startsWith(prefix)
                && (name.length() == prefix.length()
                        || SEPARATORS.indexOf(name.charAt(prefix.length())) >= 0
                        || ENDS.indexOf(prefix.charAt(prefix.length() - 1)) >= 0);
    }

    @Override
    public String toString() {
        return String.join(", ", byPrefix.keySet());
    }
}
