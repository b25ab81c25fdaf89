package dev.toolflow.openai;

import dev.toolflow.tool.Endpoint;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import okhttp3.HttpUrl;

/** Where the API is, checked, and where in it each endpoint: worked out once for all calls. Immutable. */
final class Address {
    private final URI base;
    private final HttpUrl chat;
    private final HttpUrl generations;
    private final HttpUrl edits;

    private Address(URI base, HttpUrl root) {
        this.base = base;
        this.chat = root.newBuilder().addPathSegments("chat/completions").build();
        this.generations =
                root.newBuilder().addPathSegments("images/generations").build();
        this.edits = root.newBuilder().addPathSegments("images/edits").build();
    }

    /**
     * The address that a text stands for; slashes at its end do not count.
     *
     * @throws IllegalArgumentException if it is none, or has more than an address; the message does not repeat it
     */
    static Address of(String given) {
        URI url = parsed(given);
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        HttpUrl root = url.getHost() == null ? null : HttpUrl.parse(url.toString());
        if (root == null || !Set.of("http", "https").contains(scheme)) {
            throw new IllegalArgumentException("baseUrl: must be an http or https URL with a host");
        }
        if (url.getRawUserInfo() != null || url.getRawQuery() != null || url.getRawFragment() != null) {
            throw new IllegalArgumentException("baseUrl: must have no user, query or fragment; give a key as apiKey");
        }
        return new Address(url, root);
    }

    private static URI parsed(String url) {
        try {
            return new URI(url.replaceFirst("/+$", ""));
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("baseUrl: is no URL; it should look like https://api.openai.com/v1");
        }
    }

    /** Who is at an address, in a word for messages: OpenAI, or another server's host, with its port unless it is the usual. */
    static String server(HttpUrl url) {
        if (url.host().equals("openai.com") || url.host().endsWith(".openai.com")) {
            return "OpenAI";
        }
        return url.port() == HttpUrl.defaultPort(url.scheme()) ? url.host() : url.host() + ":" + url.port();
    }

    /** Without a slash at its end. */
    URI base() {
        return base;
    }

    boolean isHttps() {
        return chat.isHttps();
    }

    HttpUrl of(Endpoint endpoint) {
        return switch (endpoint) {
            case CHAT -> chat;
            case IMAGE_GENERATION -> generations;
            case IMAGE_EDIT -> edits;
        };
    }

    @Override
    public String toString() {
        return base.toString();
    }
}
