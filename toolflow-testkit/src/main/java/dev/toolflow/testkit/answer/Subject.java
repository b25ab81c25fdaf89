package dev.toolflow.testkit.answer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a user's message is about, in words that a made-up sentence can mention.
 *
 * @param name a short name in capitals, the product's if the message says one
 * @param words plain words of the message, lower case, at least one
 */
record Subject(String name, List<String> words) {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final List<String> NAMING =
            List.of("product", "brand", "name", "productName", "company", "title", "subject", "theme", "topic");
    private static final Pattern QUOTED = Pattern.compile("[\"“]([\\p{L}][^\"”{}:]{2,40})[\"”]");
    private static final Pattern PROPER =
            Pattern.compile("(?<![.!?]\\s|^)\\b(\\p{Lu}[\\p{L}']+(?:\\s+\\p{Lu}[\\p{L}']+)*)");
    private static final Pattern LATTER =
            Pattern.compile("(?i)[,;:.(]|\\s(?:from|for|with|in|of|by|at|to|that|which|who|and)\\s");
    private static final Set<String> ARTICLES = Set.of("a", "an", "the", "our", "my");
    private static final List<String> OTHERWISE = List.of("mornings", "moments", "details");
    private static final Set<String> DULL = Set.of("""
            about after again also and answer any are better brand call colour colours color colors create feedback for from
            give good great have hero hike image input into issue issues json like loose love make more most must null only
            output palette people please product seed seeds severity should small some suggestion text that the their them
            then there these they this true false used user very what when where which while who will with word words write
            your""".split("\\s+", 0));

    Subject {
        words = List.copyOf(words);
    }

    /** Returns the subject of {@code message}, JSON or prose. */
    static Subject of(String message) {
        Optional<JsonNode> json = json(message);
        List<String> values = new ArrayList<>();
        json.ifPresent(node -> texts(node, values));
        String prose = json.isPresent() ? String.join(". ", values) : message;
        List<String> words = contentWords(prose);
        String name =
                shortened(json.flatMap(Subject::named).or(() -> mention(prose)).orElseGet(() -> title(words)));
        String mentioned = name.toLowerCase(Locale.ROOT);
        List<String> others = words.stream()
                .filter(word -> word.length() > 3 && !mentioned.contains(word))
                .toList();
        return new Subject(name, others.isEmpty() ? OTHERWISE : others);
    }

    private static Optional<JsonNode> json(String message) {
        int start = message.indexOf('{');
        int end = message.lastIndexOf('}');
        if (start < 0 || end < start) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readTree(message.substring(start, end + 1)));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static void texts(JsonNode node, List<String> values) {
        if (node.isTextual()) {
            values.add(node.asText());
        }
        node.forEach(child -> texts(child, values));
    }

    private static Optional<String> named(JsonNode node) {
        return NAMING.stream()
                .map(node::findValue)
                .filter(value ->
                        value != null && value.isTextual() && !value.asText().isBlank())
                .map(JsonNode::asText)
                .findFirst();
    }

    private static Optional<String> mention(String prose) {
        for (Pattern pattern : List.of(QUOTED, PROPER)) {
            Matcher matcher = pattern.matcher(prose);
            if (matcher.find()) {
                return Optional.of(matcher.group(1));
            }
        }
        return Optional.empty();
    }

    private static List<String> contentWords(String prose) {
        Set<String> words = new LinkedHashSet<>();
        for (String word : prose.replaceAll("#[0-9A-Fa-f]{6}", " ").split("[^\\p{L}']+", 0)) {
            String lower = word.toLowerCase(Locale.ROOT);
            if (lower.length() > 2 && lower.length() < 15 && !DULL.contains(lower)) {
                words.add(lower);
            }
        }
        return words.stream().limit(24).toList();
    }

    /** A long phrase without what follows its first preposition or comma: the last three words of the rest. */
    private static String shortened(String name) {
        List<String> words = List.of(name.trim().split("\\s+", 0));
        if (words.size() > 4) {
            String head = LATTER.split(name.trim(), 2)[0];
            List<String> kept = Arrays.stream(head.split("[^\\p{L}\\p{N}'-]+", 0))
                    .filter(word -> !word.isEmpty() && !ARTICLES.contains(word.toLowerCase(Locale.ROOT)))
                    .toList();
            words = kept.subList(Math.max(0, kept.size() - 3), kept.size());
        }
        String text = words.stream().map(Subject::capital).collect(Collectors.joining(" "));
        return text.isBlank()
                ? "Your Idea"
                : text.substring(0, Math.min(40, text.length())).trim();
    }

    private static String title(List<String> words) {
        return words.isEmpty()
                ? "Your Idea"
                : words.stream().limit(2).map(Subject::capital).collect(Collectors.joining(" "));
    }

    static String capital(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }
}
