package dev.toolflow.examples;

import dev.toolflow.tool.TokenUsage;
import java.time.Duration;
import java.util.Locale;

/** Numbers as people read them. */
final class Amounts {
    private static final int LONGEST_MESSAGE = 512;

    private Amounts() {}

    /** Input and output tokens: {@code 312+87}, with a question mark where a call did not say. */
    static String of(TokenUsage usage) {
        String sum = usage.input() + "+" + usage.output();
        return usage.isComplete() ? sum : usage.total() == 0 ? "?" : sum + "+?";
    }

    /** {@code 312+87 tokens}, or that they are unreported. */
    static String inWords(TokenUsage usage) {
        return usage.total() == 0 && !usage.isComplete() ? "tokens unreported" : of(usage) + " tokens";
    }

    /** {@code 41 ms}, {@code 3.2 s}, {@code 2 min 5 s}. */
    static String of(Duration duration) {
        long millis = duration.toMillis();
        if (millis < 1_000) {
            return millis + " ms";
        }
        if (millis < 60_000) {
            return String.format(Locale.ROOT, "%.1f s", Math.floor(millis / 100.0) / 10);
        }
        return duration.toMinutes() + " min " + duration.toSecondsPart() + " s";
    }

    /** {@code 1 issue}, {@code 2 issues}. */
    static String of(int count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    /** A message without the step it begins with, where the line already says it; at most 512 characters of it. */
    static String withoutStep(String message, String step) {
        String prefix = "step '" + step + "': ";
        return shortened(message.startsWith(prefix) ? message.substring(prefix.length()) : message);
    }

    /** Models may have written it. Three dots, which every terminal can show, stand for what is left out. */
    private static String shortened(String message) {
        return message.codePointCount(0, message.length()) <= LONGEST_MESSAGE
                ? message
                : message.substring(0, message.offsetByCodePoints(0, LONGEST_MESSAGE - 3)) + "...";
    }
}
