package dev.toolflow.tool;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * By whose key calls are made, to whom they are billed, and where they go. Immutable and thread-safe; every method that sets
 * something returns a copy. What is left out is not sent, but for the base URL, which is then the service's own.
 *
 * <pre>{@code Credentials.of(vault.read("acme")).organization("org-1").project("proj-7")}</pre>
 */
public final class Credentials {
    private static final Pattern HEADER = Pattern.compile("[\\x21-\\x7e]+");
    private static final int ID_BYTES = 8;

    private final Secret key;
    private final @Nullable String organization;
    private final @Nullable String project;
    private final @Nullable URI baseUrl;
    private final String id;

    private Credentials(Secret key, @Nullable String organization, @Nullable String project, @Nullable URI baseUrl) {
        this.key = key;
        this.organization = header("organization", organization);
        this.project = header("project", project);
        this.baseUrl = baseUrl;
        this.id = fingerprint();
    }

    /**
     * Calls by this key; space around it does not count.
     *
     * @throws IllegalArgumentException if it is empty or has other than visible ASCII characters; does not repeat it
     */
    public static Credentials of(Secret key) {
        String value = key.reveal().strip();
        header("key", value);
        return new Credentials(Secret.of(value), null, null, null);
    }

    /** The same for a key that is not hidden yet. */
    public static Credentials of(String key) {
        return of(Secret.of(key));
    }

    /** The organization to which calls are billed, for keys that belong to several: {@code OpenAI-Organization}. */
    public Credentials organization(String name) {
        return new Credentials(key, name.strip(), project, baseUrl);
    }

    /** The project to which calls are billed, for keys that belong to several: {@code OpenAI-Project}. */
    public Credentials project(String name) {
        return new Credentials(key, organization, name.strip(), baseUrl);
    }

    /**
     * Where the API is, with its version, such as {@code https://eu.api.openai.com/v1}.
     *
     * @throws IllegalArgumentException unless it is an http or https URL with a host and without user, query and fragment
     */
    public Credentials baseUrl(URI url) {
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        if (url.getHost() == null || !Set.of("http", "https").contains(scheme)) {
            throw new IllegalArgumentException("baseUrl: must be an http or https URL with a host");
        }
        if (url.getRawUserInfo() != null || url.getRawQuery() != null || url.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    "baseUrl: must have no user, query or fragment; the key is given by itself");
        }
        return new Credentials(key, organization, project, url);
    }

    /** The API key. */
    public Secret key() {
        return key;
    }

    /** The organization; empty where it is left to the key. */
    public Optional<String> organization() {
        return Optional.ofNullable(organization);
    }

    /** The project; empty where it is left to the key. */
    public Optional<String> project() {
        return Optional.ofNullable(project);
    }

    /** Where calls go; empty for where the service calls by itself. */
    public Optional<URI> baseUrl() {
        return Optional.ofNullable(baseUrl);
    }

    /**
     * A name for these credentials by which limits are kept and which may be shown: 16 hexadecimal digits, the beginning of a
     * SHA-256 over all of them. Equal ones have the same in every process; the key cannot be had from it.
     */
    public String id() {
        return id;
    }

    private String fingerprint() {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            for (@Nullable
            Object part : new @Nullable Object[] {"toolflow", key.reveal(), organization, project, baseUrl}) {
                byte[] bytes = String.valueOf(part).getBytes(StandardCharsets.UTF_8);
                sha256.update((bytes.length + (part == null ? "-" : ":")).getBytes(StandardCharsets.UTF_8));
                sha256.update(bytes);
            }
            return HexFormat.of().formatHex(sha256.digest(), 0, ID_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256, this one has not", e);
        }
    }

    private static @Nullable String header(String field, @Nullable String value) {
        if (value != null && !HEADER.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    field + ": must be visible ASCII characters without space, at least one");
        }
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Credentials that
                && key.equals(that.key)
                && Objects.equals(organization, that.organization)
                && Objects.equals(project, that.project)
                && Objects.equals(baseUrl, that.baseUrl);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    /** Returns the {@link #id()} and nothing else of them. */
    @Override
    public String toString() {
        return "Credentials[" + id + "]";
    }
}
