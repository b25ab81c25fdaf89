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
 * date (RFC 9110, section 10.2.3). What cannot be read counts as not said.
 */
final class RetryAfter {
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}(\\.\\d{1,9})?");

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
        return Duration.ofMillis((long) Math.ceil(Double.parseDouble(text.strip()) * millis));
    }

    private static @Nullable Duration untilDate(String text, Clock clock) {
        try {
            Instant date = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            Duration wait = Duration.between(clock.instant(), date);
            return wait.isNegative() ? Duration.ZERO : wait;
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
