package dev.toolflow.testkit.request;

import org.jspecify.annotations.Nullable;

/** A request that OpenAI would refuse; becomes its error JSON. */
@SuppressWarnings("serial")
public final class BadRequest extends RuntimeException {

    private final int status;
    private final @Nullable String param;
    private final @Nullable String code;

    private BadRequest(int status, String message, @Nullable String param, @Nullable String code) {
        super(message);
        this.status = status;
        this.param = param;
        this.code = code;
    }

    /** Returns a refusal with status 400. */
    public static BadRequest of(String message, @Nullable String param, @Nullable String code) {
        return new BadRequest(400, message, param, code);
    }

    /** Returns a refusal with another status, 401 or 404 for example. */
    public static BadRequest ofStatus(int status, String message, @Nullable String param, @Nullable String code) {
        return new BadRequest(status, message, param, code);
    }

    static BadRequest invalid(String message, String param) {
        return of(message, param, "invalid_value");
    }

    static BadRequest missing(String param) {
        return of("Missing required parameter: '" + param + "'.", param, "missing_required_parameter");
    }

    static BadRequest wrongType(String param, String expected) {
        return of("Invalid type for '" + param + "': expected " + expected + ".", param, "invalid_type");
    }

    /** Returns the HTTP status. */
    public int status() {
        return status;
    }

    /** Returns the parameter at fault, as OpenAI writes it, or null. */
    public @Nullable String param() {
        return param;
    }

    /** Returns OpenAI's error code, or null. */
    public @Nullable String code() {
        return code;
    }
}
