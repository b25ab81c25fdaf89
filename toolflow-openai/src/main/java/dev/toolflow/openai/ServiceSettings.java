package dev.toolflow.openai;

import com.openai.core.ClientOptions;
import dev.toolflow.openai.RequestWriter.Account;
import dev.toolflow.tool.ModelDefaults;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * What a service is made of, checked. No message repeats a key or a URL, which might contain one.
 *
 * @param baseUrl without a slash at its end
 * @param account whose calls these are
 * @param models for steps that name none
 * @param callsInFlight how many connections are kept
 * @param connectTimeout for the connection alone
 * @param taken what models take
 */
record ServiceSettings(
        URI baseUrl,
        Account account,
        ModelDefaults models,
        int callsInFlight,
        Duration connectTimeout,
        RequestWriter.Models taken) {
    private static final Secret NO_KEY = new Secret("none");
    private static final Pattern HEADER = Pattern.compile("[\\x21-\\x7e]+");
    private static final Duration LONGEST = Duration.ofDays(1);

    ServiceSettings {
        if (callsInFlight < 1) {
            throw new IllegalArgumentException("callsInFlight: must be at least 1, was " + callsInFlight);
        }
        if (connectTimeout.toMillis() < 1 || connectTimeout.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("connectTimeout: must be from 1 ms to a day, was " + connectTimeout);
        }
    }

    /** The address, OpenAI's own when there is a key and nothing else is said. */
    static URI url(@Nullable String given, @Nullable Secret key) {
        if (given == null && key == null) {
            throw new IllegalStateException("no OpenAI key: set " + Environment.KEY + " (apiKey), or "
                    + Environment.BASE_URL + " (baseUrl) to a server that needs none");
        }
        URI url = parsed(given == null ? ClientOptions.PRODUCTION_URL : given.strip());
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        boolean complete = url.getHost() != null && HttpUrl.parse(url.toString()) != null;
        if (!complete || !Set.of("http", "https").contains(scheme)) {
            throw new IllegalArgumentException("baseUrl: must be an http or https URL with a host");
        }
        if (url.getRawUserInfo() != null || url.getRawQuery() != null || url.getRawFragment() != null) {
            throw new IllegalArgumentException("baseUrl: must have no user, query or fragment; give a key as apiKey");
        }
        return url;
    }

    /** @param key null for none, which is what is sent then */
    static Account account(@Nullable Secret key, @Nullable String organization, @Nullable String project) {
        Secret sent = key == null ? NO_KEY : key;
        requireHeader("apiKey", sent.reveal());
        requireHeader("organization", organization);
        requireHeader("project", project);
        return new Account(sent, organization, project);
    }

    private static URI parsed(String url) {
        try {
            return new URI(url.replaceFirst("/+$", ""));
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("baseUrl: is no URL; it should look like https://api.openai.com/v1");
        }
    }

    private static void requireHeader(String field, @Nullable String value) {
        if (value != null && !HEADER.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    field + ": must be visible ASCII characters without space, at least one");
        }
    }
}
