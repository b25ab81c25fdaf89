package dev.toolflow.openai;

import com.openai.core.ClientOptions;
import dev.toolflow.tool.CallContext;
import dev.toolflow.tool.Credentials;
import dev.toolflow.tool.Rejection;
import dev.toolflow.tool.Secret;
import dev.toolflow.tool.ToolCallException.Rejected;
import dev.toolflow.tool.ToolCallRequest;
import java.util.regex.Pattern;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/**
 * Whose calls they are, and where they go, checked. No message repeats a key or a URL, which might contain one. Immutable.
 *
 * @param key the API key
 * @param organization {@code OpenAI-Organization}, or null
 * @param project {@code OpenAI-Project}, or null
 * @param address where they go
 */
record Account(
        Secret key, @Nullable String organization, @Nullable String project, Address address) {
    private static final Secret NO_KEY = Secret.of("none");
    private static final Pattern HEADER = Pattern.compile("[\\x21-\\x7e]+");

    /** @throws IllegalArgumentException naming the field that is wrong */
    Account {
        requireHeader("apiKey", key.reveal());
        requireHeader("organization", organization);
        requireHeader("project", project);
    }

    /**
     * An account with OpenAI's own address when there is a key and nothing else is said.
     *
     * @param key null for none, for which the word is sent then
     * @throws IllegalStateException if neither address nor key is given
     * @throws IllegalArgumentException naming the field that is wrong
     */
    static Account of(
            @Nullable String url, @Nullable Secret key, @Nullable String organization, @Nullable String project) {
        if (url == null && key == null) {
            throw new IllegalStateException("no OpenAI key: set " + Environment.KEY + " (apiKey), or "
                    + Environment.BASE_URL + " (baseUrl) to a server that needs none");
        }
        Address address = Address.of(url == null ? ClientOptions.PRODUCTION_URL : url.strip());
        return new Account(key == null ? NO_KEY : key, organization, project, address);
    }

    /**
     * The account of a call with credentials of its own, of which nothing but a missing address is this one's.
     *
     * @throws IllegalArgumentException naming the field that is wrong
     */
    private Account with(Credentials own) {
        Address other = own.baseUrl().map(given -> Address.of(given.toString())).orElse(address);
        return new Account(
                own.key(), own.organization().orElse(null), own.project().orElse(null), other);
    }

    /**
     * Whose call it is: the run's, where it comes with credentials of its own, or else this one's.
     *
     * @throws Rejected if they cannot be sent
     */
    Account of(ToolCallRequest request, CallContext context) {
        try {
            return context.credentials().map(this::with).orElse(this);
        } catch (IllegalArgumentException e) {
            throw new Rejected(
                    Rejection.NOT_SENT,
                    "step '" + request.stepId() + "': the run's credentials cannot be sent: " + e.getMessage()
                            + "; nothing was called");
        }
    }

    /** Says in a request's headers whose it is. */
    void putInto(Request.Builder request) {
        request.header("Authorization", "Bearer " + key.reveal());
        if (organization != null) {
            request.header("OpenAI-Organization", organization);
        }
        if (project != null) {
            request.header("OpenAI-Project", project);
        }
    }

    private static void requireHeader(String field, @Nullable String value) {
        if (value != null && !HEADER.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    field + ": must be visible ASCII characters without space, at least one");
        }
    }
}
