package dev.toolflow.testkit.answer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
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
    private static final Set<String> DULL = Set.of(
            "about",
            "after",
            "again",
            "also",
            "and",
            "answer",
            "any",
            "are",
            "brand",
            "call",
            "colour",
            "colours",
            "color",
            "colors",
            "create",
            "feedback",
            "for",
            "from",
            "give",
            "have",
            "hero",
            "image",
            "input",
            "into",
            "json",
            "make",
            "must",
            "null",
            "only",
            "output",
            "palette",
            "please",
            "product",
            "should",
            "that",
            "the",
            "their",
            "them",
            "then",
            "there",
            "these",
            "they",
            "this",
            "true",
            "false",
            "used",
            "user",
            "what",
            "which",
            "who",
            "will",
            "with",
            "word",
            "words",
            "write",
            "your");

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
        String name = json.flatMap(Subject::named).or(() -> mention(prose)).orElseGet(() -> title(words));
        return new Subject(shortened(name), words.isEmpty() ? List.of("everyday", "small", "good") : words);
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
        for (String word : prose.replaceAll("#[0-9A-Fa-f]{6}", " ").split("[^\\p{L}']+")) {
            String lower = word.toLowerCase(Locale.ROOT);
            if (lower.length() > 2 && lower.length() < 15 && !DULL.contains(lower)) {
                words.add(lower);
            }
        }
        return words.stream().limit(24).toList();
    }

    private static String shortened(String name) {
        String[] words = name.trim().split("\\s+");
        String head = words.length <= 4 ? name.trim() : title(contentWords(name));
        return head.length() > 40 ? head.substring(0, 40).trim() : head;
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
