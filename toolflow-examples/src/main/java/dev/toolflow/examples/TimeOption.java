package dev.toolflow.examples;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads times and spans of the command line. */
final class TimeOption {
    private static final Pattern SPAN = Pattern.compile("(\\d{1,6})(min|h|d)");

    private TimeOption() {}

    /** So long ago, such as {@code 30d}. */
    static Instant ago(String option, String text, Instant now) {
        return span(text)
                .map(now::minus)
                .orElseThrow(() -> new BadInputException(
                        option + ": must be a number and min, h or d, such as 30d, was '" + text + "'"));
    }

    /** A span up to now, a date in UTC, or a time. */
    static Instant since(String option, String text, Instant now) {
        Optional<Duration> span = span(text);
        if (span.isPresent()) {
            return now.minus(span.get());
        }
        try {
            return text.contains("T")
                    ? Instant.parse(text)
                    : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeException e) {
            throw new BadInputException(option + ": must be a date, a time such as 2026-11-26T06:00:00Z, or a span such"
                    + " as 12h or 7d, was '" + text + "'");
        }
    }

    private static Optional<Duration> span(String text) {
        Matcher span = SPAN.matcher(text.strip());
        if (!span.matches()) {
            return Optional.empty();
        }
        long number = Long.parseLong(span.group(1));
        return Optional.of(
                switch (span.group(2)) {
                    case "min" -> Duration.ofMinutes(number);
                    case "h" -> Duration.ofHours(number);
                    default -> Duration.ofDays(number);
                });
    }
}
