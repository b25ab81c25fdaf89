package dev.toolflow.testkit.answer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.toolflow.testkit.seed.Harmony;
import dev.toolflow.testkit.seed.Hsl;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The colours of one answer: of the request's {@link Harmony}, fitting the role that a property's name says (surface is
 * pale, text is dark, danger is red), and no two alike.
 */
final class Colours {

    private static final Set<String> CONTROLS = Set.of("button", "btn", "badge", "chip", "toast");
    private static final Set<String> TEXTS = Set.of("text", "label", "foreground", "heading", "body");
    private static final Set<String> STRONG = Set.of("primary", "secondary", "tertiary", "accent", "brand");
    private static final String SAMPLE = "#A1B2C3";

    private final Harmony harmony;
    private final Set<Integer> taken = new HashSet<>();
    private int dealt;

    Colours(String request) {
        this.harmony = Harmony.of(request);
    }

    /** Returns whether a string of {@code schema} is a hexadecimal colour, by its pattern or else by its name. */
    static boolean wants(JsonNode schema, Spot spot) {
        String pattern = schema.path("pattern").asText("");
        if (!pattern.isEmpty()) {
            return pattern.contains("#") && !written(SAMPLE, pattern).isEmpty();
        }
        boolean free = !schema.has("format") && !schema.has("enum") && !schema.has("const");
        return free
                && schema.path("type").asText("string").equals("string")
                && spot.says("color", "colour", "colors", "colours", "hex");
    }

    /** Returns whether {@code items} are strings whose pattern asks for colours. */
    static boolean patterned(JsonNode items) {
        return items.path("pattern").asText("").contains("#") && wants(items, Spot.root());
    }

    Hsl next(Spot spot) {
        Hsl wanted = role(spot).orElseGet(() -> dealtColour(spot));
        Hsl colour = wanted;
        for (int i = 1; !taken.add(colour.rgb()); i++) {
            int round = (i + 1) / 2;
            double step = 0.017 * round;
            colour = new Hsl(wanted.hue() + i, wanted.saturation(), wanted.lightness() + (i % 2 == 0 ? step : -step));
        }
        return colour;
    }

    /** Returns the colour as the schema's pattern wants it written: {@code #A1B2C3}, {@code #a1b2c3}, {@code #a1b2c3ff}, … */
    static String written(Hsl colour, JsonNode schema) {
        String pattern = schema.path("pattern").asText("");
        return pattern.isEmpty() ? colour.hex() : written(colour.hex(), pattern);
    }

    private static String written(String hex, String pattern) {
        String lower = hex.toLowerCase(Locale.ROOT);
        String shortened = "" + hex.charAt(0) + hex.charAt(1) + hex.charAt(3) + hex.charAt(5);
        Pattern compiled;
        try {
            compiled = Pattern.compile(pattern);
        } catch (PatternSyntaxException e) {
            return "";
        }
        return List.of(hex, lower, hex + "FF", lower + "ff", shortened, shortened.toLowerCase(Locale.ROOT)).stream()
                .filter(text -> compiled.matcher(text).find())
                .findFirst()
                .orElse("");
    }

    private Hsl dealtColour(Spot spot) {
        int place = spot.index() >= 0 ? Math.max(spot.index(), dealt) : dealt;
        dealt = place + 1;
        return harmony.derived(place + 1).get(place);
    }

    private Optional<Hsl> role(Spot spot) {
        List<String> tokens = deciding(spot.tokens());
        Hsl base = null;
        double shift = 0;
        for (String token : tokens) {
            Optional<Hsl> meant = meant(token);
            base = meant.orElse(base);
            shift += switch (token) {
                case "hover", "dark", "strong", "bold" -> -0.07;
                case "active", "pressed", "darker" -> -0.13;
                case "light", "subtle", "soft", "muted" -> 0.16;
                case "disabled", "lighter" -> 0.24;
                default -> 0;
            };
        }
        if (base == null) {
            return Optional.empty();
        }
        return Optional.of(base.light(Math.max(0.08, Math.min(0.97, base.lightness() + shift))));
    }

    /** The words that count: a button's text is pale, its background the brand's; other text is dark, primary or not. */
    private static List<String> deciding(List<String> tokens) {
        boolean control = tokens.stream().anyMatch(CONTROLS::contains);
        boolean text = tokens.stream().anyMatch(TEXTS::contains);
        if (control && text) {
            return List.of("inverse");
        }
        Set<String> beside = control ? Set.of("background", "surface") : text ? STRONG : Set.of();
        return tokens.stream().filter(token -> !beside.contains(token)).toList();
    }

    private Optional<Hsl> meant(String token) {
        Hsl key = harmony.key();
        double sat = Math.max(0.25, Math.min(0.65, key.saturation()));
        return Optional.ofNullable(
                switch (token) {
                    case "primary", "brand" -> new Hsl(key.hue(), sat, 0.34);
                    case "secondary" -> new Hsl(key.hue() + 32, sat * 0.8, 0.38);
                    case "tertiary" -> new Hsl(key.hue() - 40, sat * 0.7, 0.42);
                    case "accent", "cta" -> new Hsl(key.hue() + 190, 0.6, 0.45);
                    case "highlight" -> new Hsl(key.hue() + 190, 0.6, 0.27);
                    case "interactive", "link", "focus" -> new Hsl(key.hue() + 205, 0.62, 0.27);
                    case "background", "surface", "paper", "canvas", "page" -> new Hsl(key.hue() + 20, 0.3, 0.96);
                    case "card", "panel", "sidebar", "modal", "input" -> new Hsl(key.hue() + 20, 0.26, 0.92);
                    case "border", "divider", "outline", "separator" -> new Hsl(key.hue() + 10, 0.16, 0.8);
                    case "text", "ink", "foreground", "heading", "body" -> new Hsl(key.hue(), 0.3, 0.13);
                    case "placeholder", "caption", "hint" -> new Hsl(key.hue(), 0.12, 0.34);
                    case "inverse", "on" -> new Hsl(key.hue() + 20, 0.35, 0.98);
                    case "error", "danger", "critical" -> new Hsl(4, 0.62, 0.37);
                    case "success" -> new Hsl(140, 0.45, 0.3);
                    case "warning" -> new Hsl(38, 0.75, 0.27);
                    case "info" -> new Hsl(212, 0.58, 0.38);
                    default -> null;
                });
    }
}
