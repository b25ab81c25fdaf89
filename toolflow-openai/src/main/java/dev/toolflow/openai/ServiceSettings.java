package dev.toolflow.openai;

import dev.toolflow.tool.ModelDefaults;
import java.time.Duration;

/**
 * What a service is made of, checked.
 *
 * @param account whose calls these are, unless they come with credentials of their own
 * @param models for steps that name none
 * @param callsInFlight how many connections are kept
 * @param connectTimeout for the connection alone
 * @param taken what models take
 */
record ServiceSettings(
        Account account, ModelDefaults models, int callsInFlight, Duration connectTimeout, RequestWriter.Models taken) {
    private static final Duration LONGEST = Duration.ofDays(1);

    ServiceSettings {
        if (callsInFlight < 1) {
            throw new IllegalArgumentException("callsInFlight: must be at least 1, was " + callsInFlight);
        }
        if (connectTimeout.toMillis() < 1 || connectTimeout.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("connectTimeout: must be from 1 ms to a day, was " + connectTimeout);
        }
    }
}
