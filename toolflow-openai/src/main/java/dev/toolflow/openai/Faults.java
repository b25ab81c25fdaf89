package dev.toolflow.openai;

import dev.toolflow.tool.CallReceipt;
import dev.toolflow.tool.Rejection;
import dev.toolflow.tool.TokenUsage;
import dev.toolflow.tool.ToolCallException;
import dev.toolflow.tool.ToolCallException.OutcomeUnknown;
import dev.toolflow.tool.ToolCallException.Rejected;
import dev.toolflow.tool.ToolCallException.Transient;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What an error that the server tells means for the call, by an HTTP status other than 2xx or within a reply: the one table of it. Sources: OpenAI's "Error codes" guide,
 * and for the codes that are no use retrying what users report. Thread-safe.
 *
 * <table>
 *   <caption>Status and outcome</caption>
 *   <tr><th>429 without quota</th><td>{@link Rejected}</td></tr>
 *   <tr><th>408, 409, 429, 5xx</th><td>{@link Transient}, with the wait that is asked for</td></tr>
 *   <tr><th>all others: 3xx, 4xx</th><td>{@link Rejected}</td></tr>
 * </table>
 */
final class Faults {
    private static final List<String> NO_QUOTA = List.of("insufficient_quota", "billing_hard_limit_reached");
    private static final List<String> MODERATION =
            List.of("moderation_blocked", "content_policy_violation", "content_filter", "invalid_prompt");
    private static final List<String> REQUEST =
            List.of("invalid_request_error", "image_generation_user_error", "authentication_error", "permission_error");

    private final Clock clock;

    Faults(Clock clock) {
        this.clock = clock;
    }

    /** The outcome of a call that was answered with this status; reads the body for its code. */
    ToolCallException of(Reply reply) {
        ErrorBody error = ErrorBody.read(reply);
        CallReceipt receipt = reply.refusedReceipt();
        String message = message(reply, error, reply.status());
        if (isTransient(reply.status(), error)) {
            Duration hint = RetryAfter.of(reply, clock);
            String asked = hint == null ? "" : "; the server asks to wait " + Math.max(1, hint.toSeconds()) + " s";
            return new Transient(message + asked, receipt, hint, null);
        }
        return new Rejected(reason(reply.status(), error), message, receipt, null);
    }

    /**
     * The outcome of a call that was answered 200 with an error in place of an answer, as some gateways do. It is what the same
     * error is with its own status, and no passing fault where neither code nor type tells that. What it says that it used
     * is kept.
     */
    static ToolCallException inReply(Reply reply, ErrorBody error) {
        int status = error.status();
        CallReceipt told = reply.receipt();
        CallReceipt receipt = told.usage().equals(TokenUsage.unreported()) ? reply.refusedReceipt() : told;
        String message = message(reply, error, status);
        return isTransient(status, error)
                ? new Transient(message, receipt, null, null)
                : new Rejected(reason(status, error), message, receipt, null);
    }

    /**
     * The outcome of a call whose stream told an error before any part of its answer: the status was fine when it began.
     * As with a status, what is the request's own fault is not tried again.
     */
    static ToolCallException inStream(Reply reply, ErrorBody error) {
        CallReceipt receipt = reply.refusedReceipt();
        return isRequestsFault(error)
                ? new Rejected(
                        reason(error.status(), error), told(reply, error) + streamRemedy(reply, error), receipt, null)
                : new Transient(told(reply, error) + "try again later", receipt, null, null);
    }

    /**
     * The outcome of a call whose stream told an error behind a part of its answer, even if only a preview: it may be paid
     * for, so that it is no passing fault in which nothing was bought.
     */
    static ToolCallException inAnswer(Reply reply, ErrorBody error) {
        return isRequestsFault(error)
                ? new Rejected(
                        reason(error.status(), error),
                        told(reply, error) + streamRemedy(reply, error),
                        reply.receipt(),
                        null)
                : new OutcomeUnknown(
                        told(reply, error) + "a part of the answer had come, which may be paid for",
                        reply.receipt(),
                        null);
    }

    /** A code says more than a status, which is fine where a stream told of the error. */
    private static Rejection reason(int status, ErrorBody error) {
        if (MODERATION.stream().anyMatch(error::is)) {
            return Rejection.MODERATION;
        }
        if (NO_QUOTA.stream().anyMatch(error::is)) {
            return Rejection.NO_QUOTA;
        }
        if (error.is("model_not_found")) {
            return Rejection.NOT_FOUND;
        }
        return switch (status) {
            case 400, 413, 422 -> Rejection.INVALID_REQUEST;
            case 401 -> Rejection.UNAUTHORIZED;
            case 403 -> Rejection.FORBIDDEN;
            case 404 -> Rejection.NOT_FOUND;
            default -> ofType(error);
        };
    }

    private static Rejection ofType(ErrorBody error) {
        if (error.is("authentication_error")) {
            return Rejection.UNAUTHORIZED;
        }
        if (error.is("permission_error")) {
            return Rejection.FORBIDDEN;
        }
        return REQUEST.stream().anyMatch(error::is) ? Rejection.INVALID_REQUEST : Rejection.OTHER;
    }

    private static boolean isRequestsFault(ErrorBody error) {
        int status = error.status();
        return (status > 0 && !isTransient(status, error))
                || Stream.of(MODERATION, NO_QUOTA, REQUEST)
                        .flatMap(List::stream)
                        .anyMatch(error::is);
    }

    private static String told(Reply reply, ErrorBody error) {
        return "step '" + reply.request().stepId() + "': the stream of " + reply.server() + " told an error"
                + details(reply, error) + "; ";
    }

    private static String streamRemedy(Reply reply, ErrorBody error) {
        return MODERATION.stream().anyMatch(error::is) || NO_QUOTA.stream().anyMatch(error::is)
                ? remedy(reply, error, reply.status())
                : doesNotFit(reply.request().model());
    }

    private static String doesNotFit(String model) {
        return "the request does not fit the model " + model + ": change the step's parameters or its model";
    }

    private static boolean isTransient(int status, ErrorBody error) {
        if (status == 429) {
            return NO_QUOTA.stream().noneMatch(error::is);
        }
        return status == 408 || status == 409 || status >= 500;
    }

    private static String message(Reply reply, ErrorBody error, int status) {
        String with = reply.status() == status ? "" : " with an error in place of an answer";
        return "step '" + reply.request().stepId() + "': " + reply.server() + " answered " + reply.status() + with
                + details(reply, error) + "; " + remedy(reply, error, status);
    }

    private static String details(Reply reply, ErrorBody error) {
        List<String> known = new ArrayList<>();
        if (!error.described().isEmpty()) {
            known.add(error.described());
        }
        if (reply.requestId() != null) {
            known.add("request id " + reply.requestId());
        }
        return known.isEmpty() ? "" : " (" + String.join(", ", known) + ")";
    }

    private static String remedy(Reply reply, ErrorBody error, int status) {
        if (MODERATION.stream().anyMatch(error::is)) {
            return "moderation refused the request: reword the prompt, or use other pictures";
        }
        if (NO_QUOTA.stream().anyMatch(error::is)) {
            return "the account has no credit left: add some, or raise its limit, on " + reply.server()
                    + "'s billing page";
        }
        String model = reply.request().model();
        return switch (status) {
            case 400, 422 -> doesNotFit(model);
            case 401 -> "set OPENAI_API_KEY to a valid key, or mend the run's credentials";
            case 403 -> "give the key's project access to the model " + model + ", or call from a supported region";
            case 404 -> "check the model's name, " + model + ", and the base URL, which usually ends in /v1";
            case 413 -> "the request is too large: send less, or smaller pictures";
            case 429 -> "the rate limit is reached: call less often, or raise the limit";
            case 501 -> "the server does not have this call: set the base URL to one that has";
            default -> ofClass(status);
        };
    }

    private static String ofClass(int status) {
        if (status >= 500 || status == 408 || status == 409) {
            return "try again later";
        }
        return status >= 300 && status < 400
                ? "redirects are not followed: set the base URL to the final address"
                : "check the base URL and what stands between it and this program";
    }
}
