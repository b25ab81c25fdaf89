package dev.toolflow.openai;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.toolflow.store.ImageStoreException;
import dev.toolflow.tool.CallReceipt;
import dev.toolflow.tool.Rejection;
import dev.toolflow.tool.TokenUsage;
import dev.toolflow.tool.ToolCallException.Malformed;
import dev.toolflow.tool.ToolCallException.NotReceived;
import dev.toolflow.tool.ToolCallException.OutcomeUnknown;
import dev.toolflow.tool.ToolCallException.Rejected;
import dev.toolflow.tool.ToolCallRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import okhttp3.Headers;
import okhttp3.Response;
import okio.ByteString;
import okio.Options;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What came back to a call, and the receipt that is filled in while it is read, so that a fault half-way keeps what was
 * known by then. For one thread.
 */
final class Reply {
    private static final Logger LOG = LoggerFactory.getLogger(Reply.class);

    static final String EVENT_STREAM = "text/event-stream";

    /** No JSON begins so. */
    private static final Options OF_EVENTS =
            Options.of(ByteString.encodeUtf8("data:"), ByteString.encodeUtf8("event:"), ByteString.encodeUtf8(":"));

    private final ToolCallRequest request;
    private final Transit transit;
    private final Response response;
    private final Labels labels;
    private final @Nullable String requestId;
    private final PictureBuffers.Pool pool;
    private @Nullable PictureBuffers buffers;
    private @Nullable WatchedText text;
    private @Nullable String model;
    private @Nullable String responseId;
    private @Nullable String finishReason;
    private TokenUsage usage = TokenUsage.unreported();

    /** @param pool lends what a reply with pictures is read through */
    Reply(ToolCallRequest request, Transit transit, Labels labels, PictureBuffers.Pool pool) {
        this.pool = pool;
        this.request = request;
        this.transit = transit;
        this.response = transit.received();
        this.labels = labels;
        this.requestId = labels.id(header("x-request-id"));
    }

    ToolCallRequest request() {
        return request;
    }

    int status() {
        return response.code();
    }

    Labels labels() {
        return labels;
    }

    /** Who answered, in a word for messages. */
    String server() {
        return Address.server(response.request().url());
    }

    /** The first value of a header, or null. */
    @Nullable
    String header(String name) {
        Headers headers = response.headers();
        for (int i = 0; i < headers.size(); i++) {
            if (headers.name(i).equalsIgnoreCase(name)) {
                return headers.value(i);
            }
        }
        return null;
    }

    @Nullable
    String requestId() {
        return requestId;
    }

    /** The body, cut with {@link BodyLimit.TooLong} behind {@code longest} bytes. */
    InputStream body(long longest) {
        return new BodyLimit(transit.body(), longest);
    }

    /** What the parser is given of the body: what it meets once this is {@link #isRead read}, it meets for want of more. */
    InputStream text(InputStream content) {
        WatchedText watched = new WatchedText(content);
        text = watched;
        return watched;
    }

    /** Whether the parser was told that there is no more of the {@link #text}. */
    boolean isRead() {
        return text != null && text.isRead();
    }

    /**
     * Reads what is behind the JSON of the reply. An object is whole at its last brace, so that nothing is lost where the
     * connection ends behind it.
     *
     * @throws Malformed if something follows
     */
    void requireEnd(JsonParser json) throws IOException {
        try {
            if (json.nextToken() != null) {
                throw malformed("something follows the JSON of the reply");
            }
        } catch (JsonProcessingException | BodyLimit.TooLong e) {
            throw e;
        } catch (IOException e) {
            if (transit.isStopped()) {
                throw e;
            }
            LOG.debug("step '{}': the connection ended behind the whole reply", request.stepId());
        }
    }

    /** The buffers of this reply, until it is {@link #done()}. */
    PictureBuffers buffers() {
        PictureBuffers lent = buffers;
        if (lent == null) {
            lent = pool.take();
            buffers = lent;
        }
        return lent;
    }

    /** Nothing more is read. */
    void done() {
        pool.give(buffers);
        buffers = null;
    }

    boolean isHtml() {
        return hasType("text/html");
    }

    /**
     * Whether the body comes as events; a server may answer with them or not, whatever it was asked, and may not say so. To be
     * asked before anything is read.
     */
    boolean isEventStream() throws IOException {
        return hasType(EVENT_STREAM) || (!hasType(JsonBody.TYPE) && transit.beginsWithOneOf(OF_EVENTS));
    }

    private boolean hasType(String mediaType) {
        String type = header("content-type");
        return type != null && type.toLowerCase(Locale.ROOT).startsWith(mediaType);
    }

    void model(@Nullable String name) {
        model = labels.id(name);
    }

    void responseId(@Nullable String id) {
        responseId = labels.id(id);
    }

    void finishReason(@Nullable String reason) {
        finishReason = labels.id(reason);
    }

    @Nullable
    String finishReason() {
        return finishReason;
    }

    void usage(TokenUsage reported) {
        usage = reported;
    }

    /** What is known so far of a call that was answered. */
    CallReceipt receipt() {
        return new CallReceipt(model, requestId, responseId, finishReason, usage);
    }

    /** The receipt of a call that was refused: it has an id and cost nothing. */
    CallReceipt refusedReceipt() {
        return new CallReceipt(null, requestId, null, null, TokenUsage.none());
    }

    /** Paid for and unusable: what is wrong and what helps, in our own words. */
    Malformed malformed(String what) {
        return new Malformed(message(what), receipt(), null);
    }

    /** Begun and not ended, so that nobody knows what was paid for. */
    OutcomeUnknown unknown(String what) {
        return new OutcomeUnknown(message(what), receipt(), null);
    }

    /** Paid for, and a picture of it found no place in the spool. */
    NotReceived notReceived(String name, ImageStoreException failure) {
        return new NotReceived(message(name + " could not be kept: " + failure.getMessage()), receipt(), failure);
    }

    /** Answered with a refusal that would come again. */
    Rejected rejected(Rejection reason, String what) {
        return new Rejected(reason, message(what), receipt(), null);
    }

    private String message(String what) {
        String id = requestId == null ? "" : " (request id " + requestId + ")";
        return "step '" + request.stepId() + "': " + what + id;
    }
}
