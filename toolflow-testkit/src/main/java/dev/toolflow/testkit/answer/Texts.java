package dev.toolflow.testkit.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.curiousoddman.rgxgen.RgxGen;
import com.github.curiousoddman.rgxgen.config.RgxGenOption;
import com.github.curiousoddman.rgxgen.config.RgxGenProperties;
import com.github.curiousoddman.rgxgen.parsing.dflt.RgxGenParseException;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Strings that fit a schema's format, pattern and length, and read well where the schema leaves it open. */
final class Texts {

    private static final int TRIES = 200;
    private static final LocalDate FIRST_DAY = LocalDate.of(2026, 1, 1);

    private final Words words;

    Texts(Words words) {
        this.words = words;
    }

    String of(JsonNode schema, Spot spot, SplittableRandom random) {
        String format = schema.path("format").asText("");
        if (!format.isEmpty()) {
            return formatted(format, spot, random);
        }
        String text = sized(words.text(spot, random), schema);
        String pattern = schema.path("pattern").asText("");
        return pattern.isEmpty() || fits(text, pattern) ? text : matching(pattern, schema, random);
    }

    private String formatted(String format, Spot spot, SplittableRandom random) {
        LocalDate day = FIRST_DAY.plusDays(random.nextInt(365));
        String time = String.format(Locale.ROOT, "%02d:%02d:00", random.nextInt(24), random.nextInt(60));
        return switch (format) {
            case "date" -> day.toString();
            case "date-time" -> day + "T" + time + "Z";
            case "time" -> time + "Z";
            case "duration" -> "PT" + (1 + random.nextInt(90)) + "M";
            case "uuid" -> uuid(random).toString();
            case "email" -> "hello" + random.nextInt(100) + "@example.com";
            case "hostname" -> "host" + random.nextInt(100) + ".example.com";
            case "ipv4" -> "192.0.2." + (1 + random.nextInt(250));
            case "ipv6" -> "2001:db8::" + Integer.toHexString(1 + random.nextInt(9999));
            case "uri", "uri-reference" -> "https://example.com/" + random.nextInt(1000);
            default -> words.text(spot, random);
        };
    }

    /** Version 4, variant 2 (RFC 9562). */
    private static UUID uuid(SplittableRandom random) {
        return new UUID((random.nextLong() & ~0xF000L) | 0x4000L, (random.nextLong() >>> 2) | Long.MIN_VALUE);
    }

    /** Cut at a word or filled up, if the schema bounds the length. */
    private static String sized(String text, JsonNode schema) {
        int least = schema.path("minLength").asInt(0);
        int most = schema.path("maxLength").asInt(Integer.MAX_VALUE);
        StringBuilder sized = new StringBuilder(text);
        while (sized.length() < least) {
            sized.append(' ').append(text.isEmpty() ? "and so on" : text);
        }
        if (sized.length() > most) {
            int space = sized.lastIndexOf(" ", most);
            sized.setLength(space > 0 && space >= least ? space : most);
        }
        return sized.toString();
    }

    private static boolean fits(String text, String pattern) {
        try {
            return Pattern.compile(pattern).matcher(text).find();
        } catch (PatternSyntaxException e) {
            return false;
        }
    }

    /** The generator knows no look-around, so its strings are tried until one fits. */
    private static String matching(String pattern, JsonNode schema, SplittableRandom random) {
        int least = schema.path("minLength").asInt(0);
        int most = schema.path("maxLength").asInt(Integer.MAX_VALUE);
        try {
            RgxGenProperties properties = new RgxGenProperties();
            RgxGenOption.INFINITE_PATTERN_REPETITION.setInProperties(properties, 8);
            RgxGen generator = RgxGen.parse(properties, pattern);
            Random source = new Random(random.nextLong());
            for (int i = 0; i < TRIES; i++) {
                String text = generator.generate(source);
                if (fits(text, pattern) && text.length() >= least && text.length() <= most) {
                    return text;
                }
            }
        } catch (RgxGenParseException e) {
            throw new UnfittableSchema(
                    "pattern '" + pattern + "' is not one the fake can read; script the reply instead", e);
        }
        throw new UnfittableSchema("no text was found for pattern '" + pattern + "'; script the reply instead", null);
    }
}
