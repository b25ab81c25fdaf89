package dev.toolflow.testkit.answer;

import java.util.List;
import java.util.SplittableRandom;

/** Made-up sentences for a property, chosen by its name and about the request's {@link Subject}. */
final class Words {

    private static final List<String> HEADLINES = List.of(
            "{S}: take your time",
            "A quiet moment, with {w} in mind",
            "Where {w} and calm meet",
            "{S}, made for slow mornings",
            "The good part of the day",
            "Come home to {S}",
            "{S} keeps it simple");
    private static final List<String> TAGLINES = List.of(
            "Made with care, with {w} in mind.",
            "{S}. Nothing more, nothing missing.",
            "A small pause, {w} included.",
            "Less noise, more {S}.",
            "{S}, the way it should be.");
    private static final List<String> REASONS = List.of(
            "These choices let {S} feel calm and sure of itself, and they leave room for {w}.",
            "Deep tones carry the weight, pale ones give air, and one accent points at {w}: that is {S}.",
            "People who care about {w} trust what looks honest, so {S} stays with few, natural choices.",
            "A clear contrast keeps {S} readable, while the warmer notes remind of {w}.");
    private static final List<String> STORIES = List.of(
            "{S} is made with {w} in mind and without the fuss. It starts with good ingredients and ends with a moment that is"
                    + " worth keeping.",
            "We made {S} with {w} and {v} in mind. Every detail is there for a reason, and nothing is there for show.",
            "{S} brings {w} and {v} together, so that an ordinary day gets one part to look forward to.");
    private static final List<String> CALLS =
            List.of("Discover {S}", "Try {S} today", "Meet {S}", "Find your {S}", "See how it is made");
    private static final List<String> SCENES = List.of(
            "{S} on a wooden table in the morning light, with {w} close by.",
            "Soft hills behind {S}, with a low sun and a hint of {w}.",
            "{S} seen from above, framed by leaves and {w}.");
    private static final List<String> NAMES =
            List.of("{S}", "{S} Reserve", "{S} & Co", "House of {S}", "Little {S}", "The {S} Edition");
    private static final List<String> USES = List.of(
            "For headings and long text.",
            "For large, quiet surfaces.",
            "For buttons and other calls to action.",
            "For borders and dividers.",
            "For highlights and badges.",
            "For illustrations and icons.");
    private static final List<String> NOTES = List.of(
            "Keep {w} in view and let {S} speak first.",
            "Use it sparingly, so that it stays special.",
            "This one goes with {w}.",
            "Best seen next to {w}.",
            "{S} gains from it wherever {w} come up.",
            "A gentle choice, true to {S}.");

    private final Subject subject;

    Words(Subject subject) {
        this.subject = subject;
    }

    /** Returns a text for {@code spot}; texts of neighbouring array items differ. */
    String text(Spot spot, SplittableRandom random) {
        if (spot.says("colorname", "colourname") || (spot.nearby() != null && spot.says("name", "label", "title"))) {
            return spot.nearby() == null ? word(spot.index()) : spot.nearby().poeticName();
        }
        if (spot.says("email")) {
            return word(spot.index()) + "@example.com";
        }
        if (spot.says("url", "uri", "link", "website")) {
            return "https://example.com/" + word(spot.index());
        }
        if (spot.says(
                "keyword", "keywords", "tag", "tags", "key", "id", "slug", "code", "word", "words", "adjectives")) {
            return unique(word(spot.index()), spot.index() / subject.words().size());
        }
        List<String> templates = templates(spot);
        int turn = random.nextInt(templates.size()) * (spot.index() < 0 ? 1 : 0) + Math.max(0, spot.index());
        String text = filled(templates.get(turn % templates.size()), turn + random.nextInt(3));
        return spot.index() < templates.size() ? text : unique(text, spot.index() / templates.size());
    }

    private static List<String> templates(Spot spot) {
        if (spot.says("headline", "heading", "title", "subject")) {
            return HEADLINES;
        }
        if (spot.says("tagline", "slogan", "claim", "motto", "subtitle", "subheadline")) {
            return TAGLINES;
        }
        if (spot.says("rationale", "reason", "reasoning", "explanation", "why", "justification")) {
            return REASONS;
        }
        if (spot.says("description", "body", "story", "copy", "text", "paragraph", "summary", "content", "intro")) {
            return STORIES;
        }
        if (spot.says("cta", "action", "button", "label")) {
            return CALLS;
        }
        if (spot.says("prompt", "scene", "alt", "caption", "image")) {
            return SCENES;
        }
        if (spot.says("usage", "use", "role", "purpose")) {
            return USES;
        }
        return spot.says("name", "brand", "product") ? NAMES : NOTES;
    }

    private String filled(String template, int turn) {
        return template.replace("{S}", subject.name())
                .replace("{W}", Subject.capital(word(turn)))
                .replace("{V}", Subject.capital(word(turn + 1)))
                .replace("{w}", word(turn))
                .replace("{v}", word(turn + 1));
    }

    private String word(int turn) {
        return subject.words().get(Math.floorMod(turn, subject.words().size()));
    }

    private static String unique(String text, int round) {
        return round <= 0 ? text : text + (text.contains(" ") ? " (" + (round + 1) + ")" : "-" + (round + 1));
    }
}
