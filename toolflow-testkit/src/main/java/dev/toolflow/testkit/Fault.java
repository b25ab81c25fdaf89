package dev.toolflow.testkit;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * Something that goes wrong, or goes exactly as told, with one reply of {@link FakeOpenAiServer}. Immutable.
 *
 * <p>Errors and resets come instead of an answer and are not billed. Cut, stalled and changed answers are billed as the
 * answer they came from. What only a chat, an image or a streamed answer can suffer is in {@link ChatFault},
 * {@link ImageFault} and {@link StreamFault}; scripted for a request of another kind it gives a 500 that says so.
 */
public final class Fault {

    /** What a fault waits for first. */
    record Pause(Duration longest, @Nullable CountDownLatch latch) {}

    private final Effect effect;
    private final boolean beforeReading;
    private final Map<String, String> headers;
    private final @Nullable Pause pause;

    private Fault(Effect effect, boolean beforeReading, Map<String, String> headers, @Nullable Pause pause) {
        this.effect = effect;
        this.beforeReading = beforeReading;
        this.headers = Map.copyOf(headers);
        this.pause = pause;
    }

    static Fault of(Effect effect) {
        return new Fault(effect, false, Map.of(), null);
    }

    static Fault edit(AnswerEdit edit) {
        return of(turn -> turn.send(turn.answer(edit)));
    }

    private static Fault error(int status, String type, @Nullable String code, String message) {
        return of(turn -> turn.send(ErrorReply.of(status, type, code, message)));
    }

    /** Returns no fault at all: the request is answered well. A place holder in a sequence. */
    public static Fault none() {
        return edit(AnswerEdit.NOTHING);
    }

    /** Returns this fault with another header on its reply. */
    public Fault header(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Fault(effect, beforeReading, more, pause);
    }

    /** Returns this fault after a delay; {@link FakeOpenAiServer#close()} ends it early. */
    public Fault after(Duration delay) {
        return new Fault(effect, beforeReading, headers, new Pause(delay, null));
    }

    /** Returns this fault once {@code latch} is open, after a minute at the latest; {@link FakeOpenAiServer#close()} ends the wait. */
    public Fault after(CountDownLatch latch) {
        return new Fault(effect, beforeReading, headers, new Pause(Duration.ofMinutes(1), latch));
    }

    /** Returns a reply with this status and OpenAI's error JSON. */
    public static Fault status(int status) {
        String type = status >= 500 ? "server_error" : "invalid_request_error";
        return error(status, type, null, "The fake server was told to answer " + status + ".");
    }

    /** Returns a 429 with {@code retry-after} in seconds, or {@code retry-after-ms} as well where it is no whole number. */
    public static Fault rateLimited(Duration retryAfter) {
        Fault fault = error(429, "requests", "rate_limit_exceeded", "Rate limit reached. Please try again later.")
                .header("retry-after", String.valueOf(retryAfter.plusMillis(999).toSeconds()));
        boolean whole = retryAfter.toMillis() % 1000 == 0;
        return whole ? fault : fault.header("retry-after-ms", String.valueOf(retryAfter.toMillis()));
    }

    /** Returns the 429 of an account without money: waiting does not help. */
    public static Fault insufficientQuota() {
        return error(
                429,
                "insufficient_quota",
                "insufficient_quota",
                "You exceeded your current quota, please check your plan and billing details.");
    }

    /** Returns a 401 whose message repeats the whole key of the request. */
    public static Fault unauthorizedEchoingKey() {
        return of(turn -> turn.send(ErrorReply.of(
                401, "invalid_request_error", "invalid_api_key", "Incorrect API key provided: " + turn.key() + ".")));
    }

    /** Returns a 400. */
    public static Fault badRequest(String message) {
        return error(400, "invalid_request_error", "invalid_value", message);
    }

    /** Returns the 400 of a prompt that moderation stopped. */
    public static Fault moderationBlocked() {
        return error(
                400,
                "image_generation_user_error",
                "moderation_blocked",
                "Your request was rejected by the safety system. safety_violations=[violence].");
    }

    /** Returns an HTML page, as a proxy in between would send it. */
    public static Fault html(int status) {
        byte[] page = "<!doctype html><html><body><h1>Bad gateway</h1></body></html>".getBytes(StandardCharsets.UTF_8);
        return of(turn -> turn.send(Reply.of(status, "text/html; charset=utf-8", page)));
    }

    /** Returns a 200 with exactly this JSON body; billed by its own {@code usage}, if it has one. */
    public static Fault body(String body) {
        return of(turn -> turn.send(turn.verbatim(body)));
    }

    /** Returns a 200 whose body is {@code null}. */
    public static Fault nullBody() {
        return body("null");
    }

    /** Returns a TCP reset after the headers of the request, its body unread. */
    public static Fault resetBeforeReading() {
        return new Fault(Turn::reset, true, Map.of(), null);
    }

    /** Returns a TCP reset after the whole request was read. */
    public static Fault resetAfterReading() {
        return of(Turn::reset);
    }

    /**
     * Returns a reply whose body ends, with the connection, half way: its whole length was announced, or its last chunk is
     * missing. The client cannot know what became of the rest.
     */
    public static Fault truncated() {
        return truncatedAfter(-1);
    }

    /** Returns a reply whose body ends, with the connection, after {@code bytes} bytes; otherwise as {@link #truncated()}. */
    public static Fault truncatedAfter(long bytes) {
        return of(turn -> turn.sendPart(turn.answer(AnswerEdit.NOTHING), bytes));
    }

    /**
     * Returns a whole reply whose JSON ends half way: its length, as announced, is that half, and the connection stays. The
     * client knows that nothing more comes. Of a stream, the events end half way, and the stream well.
     */
    public static Fault cutJson() {
        return of(turn -> turn.send(turn.answer(AnswerEdit.NOTHING).half()));
    }

    /** Returns no reply until the client or the server closes. */
    public static Fault stalled() {
        return of(Turn::stall);
    }

    /** Returns half of a reply, and then nothing until the client or the server closes. */
    public static Fault stalledMidBody() {
        return of(turn -> {
            turn.sendPart(turn.answer(AnswerEdit.NOTHING), -1);
            return turn.stall();
        });
    }

    /** Returns an endless-looking reply of about {@code bytes} bytes: one long string, sent in chunks. */
    public static Fault hugeBody(long bytes) {
        return of(turn -> turn.send(turn.huge(bytes)));
    }

    /** Returns an answer whose {@code usage} is missing. */
    public static Fault withoutUsage() {
        return edit(AnswerEdit.any("withoutUsage", ChatEdits::withoutUsage, ImagesReply::withoutUsage));
    }

    /** Returns an answer with one key twice: in the tool's arguments, or in the body of an image answer. */
    public static Fault duplicateKey() {
        return edit(AnswerEdit.any("duplicateKey", ChatEdits::duplicateKey, ImagesReply::withDuplicateKey));
    }

    Effect effect() {
        return effect;
    }

    boolean isBeforeReading() {
        return beforeReading;
    }

    Map<String, String> headers() {
        return headers;
    }

    @Nullable
    Pause pause() {
        return pause;
    }
}
