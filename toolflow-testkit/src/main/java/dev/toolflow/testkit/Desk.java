package dev.toolflow.testkit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.toolflow.testkit.request.BadRequest;
import dev.toolflow.testkit.request.MultipartForm;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Where requests come in: each is read, remembered, and answered or spoilt as the script says. Thread-safe. */
final class Desk {

    /** Pictures in chat messages are strings far longer than Jackson's default bound. */
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(Integer.MAX_VALUE)
                            .build())
                    .build())
            .build();

    private final Answers answers;
    private final MinuteLimits limits;
    private final @Nullable String requiredKey;
    private final RequestLog log;
    private final FaultScript script = new FaultScript();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final AtomicInteger abandoned = new AtomicInteger();

    Desk(Answers answers, MinuteLimits limits, @Nullable String requiredKey, RequestLog log) {
        this.answers = answers;
        this.limits = limits;
        this.requiredKey = requiredKey;
        this.log = log;
    }

    /** Returns whether the connection can carry another request. */
    boolean serve(RequestHead head, Wire wire) throws IOException, InterruptedException {
        String id = Turn.newRequestId();
        RecordedRequest early = RecordedRequest.of(head, id);
        Optional<Fault> reset = script.beforeReading(early);
        if (reset.isPresent()) {
            log.add(early);
            return new Turn(early, new byte[0], wire, this).take(reset.get());
        }
        byte[] body = wire.readBody(head);
        RecordedRequest request = read(early, body);
        log.add(request);
        Turn turn = new Turn(request, body, wire, this);
        Optional<Reply> refusal = refusal(request, turn).or(this::overLimit);
        boolean open = refusal.isPresent() ? turn.send(refusal.get()) : turn.take(script.pick(request));
        return open && !head.says("connection", "close");
    }

    private static RecordedRequest read(RecordedRequest request, byte[] body) {
        String type = request.header("content-type").orElse("");
        try {
            if (type.startsWith("multipart/")) {
                return request.withParts(MultipartForm.parse(type, body));
            }
            JsonNode json = JSON.readTree(body);
            return request.withBody(json == null ? MissingNode.getInstance() : json);
        } catch (JsonProcessingException | BadRequest e) {
            return request; // remembered without a body; the endpoint refuses it in its own words
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory could not be read", e);
        }
    }

    private Optional<Reply> refusal(RecordedRequest request, Turn turn) {
        if (request.endpoint().isEmpty()) {
            String message = "Invalid URL (" + request.method() + " " + request.path() + ")";
            return Optional.of(ErrorReply.of(404, "invalid_request_error", null, message));
        }
        if (!request.method().equals("POST")) {
            String message = "Not allowed to " + request.method() + " on " + request.path() + ".";
            return Optional.of(ErrorReply.of(405, "invalid_request_error", "method_not_supported", message));
        }
        if (requiredKey != null && !requiredKey.equals(turn.key())) {
            boolean none = turn.key().isEmpty();
            String message = none
                    ? "You didn't provide an API key. You need to provide your API key in an Authorization header."
                    : "Incorrect API key provided: " + masked(turn.key()) + ".";
            return Optional.of(ErrorReply.of(401, "invalid_request_error", none ? null : "invalid_api_key", message));
        }
        return Optional.empty();
    }

    private static String masked(String key) {
        return key.length() < 12 ? "***" : key.substring(0, 4) + "***" + key.substring(key.length() - 4);
    }

    private Optional<Reply> overLimit() {
        return limits.take()
                .map(wait -> ErrorReply.of(
                                429, "requests", "rate_limit_exceeded", "Rate limit reached. Please try again later.")
                        .with(Map.of("retry-after-ms", String.valueOf(Math.max(1, wait.toMillis())))));
    }

    MinuteLimits limits() {
        return limits;
    }

    Answers answers() {
        return answers;
    }

    FaultScript script() {
        return script;
    }

    RequestLog log() {
        return log;
    }

    CountDownLatch closing() {
        return closing;
    }

    void abandon() {
        abandoned.incrementAndGet();
        log.wake();
    }

    int abandoned() {
        return abandoned.get();
    }
}
