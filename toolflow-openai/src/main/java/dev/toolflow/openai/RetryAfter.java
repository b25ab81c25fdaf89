package dev.toolflow.openai;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How long a server asks to wait: {@code retry-after-ms} as OpenAI sends it, or {@code Retry-After} in seconds or as a
 * date (RFC 9110, section 10.2.3). What cannot be read counts as not said; longer than {@link #LONGEST} counts as that,
 * which no step waits for.
 */
final class RetryAfter {
    private static final Pattern NUMBER = Pattern.compile("\\d++(\\.\\d++)?");
    private static final Duration LONGEST = Duration.ofSeconds(999_999_999);

    private RetryAfter() {}

    static @Nullable Duration of(Reply reply, Clock clock) {
        Duration exact = number(reply.header("retry-after-ms"), 1);
        if (exact != null) {
            return exact;
        }
        String header = reply.header("retry-after");
        Duration seconds = number(header, 1000);
        return seconds == null && header != null ? untilDate(header.strip(), clock) : seconds;
    }

    private static @Nullable Duration number(@Nullable String text, int millis) {
        if (text == null || !NUMBER.matcher(text.strip()).matches()) {
            return null;
        }
        double said = Math.ceil(Double.parseDouble(text.strip()) * millis);
        return atMostLongest(Duration.ofMillis((long) said));
    }

    private static @Nullable Duration untilDate(String text, Clock clock) {
        try {
            Instant date = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            Duration wait = Duration.between(clock.instant(), date);
            return wait.isNegative() ? Duration.ZERO : atMostLongest(wait);
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private static Duration atMostLongest(Duration wait) {
        return wait.compareTo(LONGEST) < 0 ? wait : LONGEST;
    }
}
