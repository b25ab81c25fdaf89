package dev.toolflow.record;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * How outputs that earlier versions of a program kept become those of today: for a step definition and one of its versions, a
 * function from the JSON of the output to that of a later version. Several in a row are applied one after the other. Immutable;
 * the functions must be thread-safe.
 *
 * <pre>{@code
 * Upcasts.none().with("generate_palette", "1", "2", palette -> ((ObjectNode) palette).put("rationale", ""))
 * }</pre>
 */
public final class Upcasts {
    private static final Upcasts NONE = new Upcasts(Map.of());

    private final Map<Since, Upcast> all;

    private record Since(String definition, String version) {}

    /**
     * One step from a version to a later one.
     *
     * @param to the version that it leads to
     * @param change from the JSON of the one to that of the other
     */
    record Upcast(String to, UnaryOperator<JsonNode> change) {}

    private Upcasts(Map<Since, Upcast> all) {
        this.all = Map.copyOf(all);
    }

    /** None: what another version has kept is refused. */
    public static Upcasts none() {
        return NONE;
    }

    /**
     * These and one more.
     *
     * @param definition the name of the step's definition
     * @param from the version that kept the output
     * @param to the version that the changed output is of
     * @param change is given a tree of its own, which it may change and return
     * @throws IllegalArgumentException if there is one from this version already, or it leads nowhere or in a circle
     */
    public Upcasts with(String definition, String from, String to, UnaryOperator<JsonNode> change) {
        Map<Since, Upcast> more = new HashMap<>(all);
        Upcast upcast = new Upcast(Objects.requireNonNull(to, "to"), Objects.requireNonNull(change, "change"));
        if (more.put(new Since(definition, from), upcast) != null) {
            throw new IllegalArgumentException("upcast of '" + definition + "' from version " + from
                    + ": there is one already; chain them by their versions");
        }
        if (to.equals(from) || path(definition, to, from).isPresent()) {
            throw new IllegalArgumentException("upcast of '" + definition + "' from version " + from + " to " + to
                    + ": leads back to where it began; name a later version");
        }
        return new Upcasts(more);
    }

    /** What leads from one version of a definition to another, in order; empty if nothing does. */
    Optional<List<Upcast>> path(String definition, String from, String to) {
        List<Upcast> path = new ArrayList<>();
        String version = from;
        while (!version.equals(to)) {
            Upcast next = all.get(new Since(definition, version));
            if (next == null) {
                return Optional.empty();
            }
            path.add(next);
            version = next.to();
        }
        return Optional.of(path);
    }
}
