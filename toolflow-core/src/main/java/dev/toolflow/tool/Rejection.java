package dev.toolflow.tool;

/**
 * Why a call was {@linkplain ToolCallException.Rejected rejected}. A service says what it knows; what it does not know is
 * {@link #OTHER}. Further reasons may come: a switch over them needs a default.
 */
public enum Rejection {
    /** The request is wrong in itself, or does not fit its model: HTTP 400, 413, 422. */
    INVALID_REQUEST,
    /** The key is missing or not valid: HTTP 401. */
    UNAUTHORIZED,
    /** The key may not use the model, or not from here: HTTP 403. */
    FORBIDDEN,
    /** There is no such model, or no such resource: HTTP 404. */
    NOT_FOUND,
    /** The account has no credit left, or reached its own limit of spending. */
    NO_QUOTA,
    /** The model itself declined to answer. */
    REFUSAL,
    /** Moderation stopped the request, or a content filter the answer. */
    MODERATION,
    /**
     * Nothing was sent, and it would be so again: a picture of the request cannot be read or is none, the request is too large, its
     * credentials cannot be sent, or the service is closed. It counts as no call, in results and budgets.
     */
    NOT_SENT,
    /** None of these, or not known. */
    OTHER
}
