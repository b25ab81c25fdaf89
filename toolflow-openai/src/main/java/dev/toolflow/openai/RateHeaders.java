package dev.toolflow.openai;

import dev.toolflow.tool.RateLimitStatus;
import dev.toolflow.tool.RateLimitStatus.Allowance;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What OpenAI says in its headers of what may still be asked: {@code x-ratelimit-limit-requests}, {@code -remaining-requests},
 * {@code -reset-requests}, and the same of tokens. Resets are such as {@code 17ms}, {@code 1s}, {@code 6m0s}, {@code 1h2m3.5s}.
 * What cannot be read counts as not said.
 *
 * @see <a href="https://platform.openai.com/docs/guides/rate-limits">OpenAI's guide "Rate limits"</a>
 */
final class RateHeaders {
    private static final Names REQUESTS = Names.of("requests");
    private static final Names TOKENS = Names.of("tokens");
    private static final Pattern COUNT = Pattern.compile("\\d{1,18}");
    private static final Pattern SPAN = Pattern.compile("(?=\\d)(?:(?<h>\\d{1,6})h)?(?:(?<m>\\d{1,6})m)?"
            + "(?:(?<s>\\d{1,9}(?:\\.\\d{1,9})?)s)?(?:(?<ms>\\d{1,9}(?:\\.\\d{1,6})?)ms)?");
    private static final BigDecimal NANOS_OF_SECOND = BigDecimal.valueOf(1_000_000_000);
    private static final BigDecimal NANOS_OF_MILLI = BigDecimal.valueOf(1_000_000);

    private RateHeaders() {}

    static RateLimitStatus of(Reply reply) {
        return new RateLimitStatus(allowance(reply, REQUESTS), allowance(reply, TOKENS));
    }

    /** The headers that tell of one kind. */
    private record Names(String limit, String remaining, String reset) {
        static Names of(String kind) {
            return new Names("x-ratelimit-limit-" + kind, "x-ratelimit-remaining-" + kind, "x-ratelimit-reset-" + kind);
        }
    }

    private static Allowance allowance(Reply reply, Names names) {
        Long limit = count(reply.header(names.limit()));
        Long remaining = count(reply.header(names.remaining()));
        Duration reset = span(reply.header(names.reset()));
        Allowance allowance = Allowance.unknown();
        allowance = limit == null ? allowance : allowance.limit(limit);
        allowance = remaining == null ? allowance : allowance.remaining(remaining);
        return reset == null ? allowance : allowance.reset(reset);
    }

    private static @Nullable Long count(@Nullable String text) {
        return text == null || !COUNT.matcher(text.strip()).matches() ? null : Long.valueOf(text.strip());
    }

    static @Nullable Duration span(@Nullable String text) {
        if (text == null) {
            return null;
        }
        Matcher span = SPAN.matcher(text.strip());
        if (!span.matches()) {
            return null;
        }
        return Duration.ofHours(whole(span.group("h")))
                .plusMinutes(whole(span.group("m")))
                .plusNanos(nanos(span.group("s"), NANOS_OF_SECOND))
                .plusNanos(nanos(span.group("ms"), NANOS_OF_MILLI));
    }

    private static long whole(@Nullable String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }

    private static long nanos(@Nullable String number, BigDecimal each) {
        return number == null ? 0 : new BigDecimal(number).multiply(each).longValue();
    }
}
