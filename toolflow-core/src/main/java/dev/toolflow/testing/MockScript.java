package dev.toolflow.testing;

import dev.toolflow.image.ImageGenerationOutput;
import dev.toolflow.schema.JsonType;
import dev.toolflow.tool.CallContext;
import dev.toolflow.tool.CallReceipt;
import dev.toolflow.tool.Delta;
import dev.toolflow.tool.Endpoint;
import dev.toolflow.tool.TokenUsage;
import dev.toolflow.tool.ToolCallException;
import dev.toolflow.tool.ToolCallRequest;
import dev.toolflow.tool.ToolCallResponse;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How a mock answers the calls of one tool: first what was queued, one for each call, then the standing answer if there is
 * one. Thread-safe.
 *
 * @param <O> what the tool makes
 */
public final class MockScript<O> {
    private static final TokenUsage DEFAULT_USAGE = TokenUsage.of(100, 20);

    private final String tool;
    private final Class<O> type;
    private final Deque<Reply> queued = new ArrayDeque<>();
    private @Nullable Reply standing;
    private TokenUsage usage = DEFAULT_USAGE;
    private @Nullable MockPreviews previews;
    private int calls;

    MockScript(String tool, Class<O> type) {
        this.tool = tool;
        this.type = type;
    }

    /** Queues replies, one for each call. Not for image tools, which take {@link #image}. */
    @SafeVarargs
    public final MockScript<O> reply(O... outputs) {
        requireChatTool();
        for (O output : outputs) {
            queue(request -> write(output));
        }
        return this;
    }

    /** Queues a reply with exactly this text as the tool call's arguments, JSON or not. */
    public MockScript<O> replyJson(String arguments) {
        return queue(request -> arguments);
    }

    /** Queues a reply with one real PNG of this size, in pixels. Only for image tools. */
    public MockScript<O> image(int width, int height) {
        return images(1, width, height);
    }

    /** Queues a reply with several real PNGs of this size, in pixels. Only for image tools. */
    public MockScript<O> images(int count, int width, int height) {
        requireImageTool();
        return queue((request, context) ->
                MockImages.receive(context, MockImages.pictures(tool + calls(), count, width, height)));
    }

    /**
     * Before each further reply, this many previews come in: real PNGs of this size, in pixels, told as partial images. 0 for
     * none, which is the default. Only for image tools.
     */
    public synchronized MockScript<O> partialImages(int count, int width, int height) {
        requireImageTool();
        previews = new MockPreviews(tool, count, width, height);
        return this;
    }

    /** Queues a reply with these bytes as the image, picture or not. Only for image tools. */
    public MockScript<O> imageBytes(byte[] content) {
        requireImageTool();
        byte[] copy = content.clone();
        return queue((request, context) -> MockImages.receive(context, List.of(copy)));
    }

    /** Queues a failure. */
    public MockScript<O> fail(ToolCallException failure) {
        return queue((request, context) -> {
            throw failure;
        });
    }

    /** Answers every call for which nothing is queued. Not for image tools. */
    public synchronized MockScript<O> answer(Function<ToolCallRequest, ? extends O> function) {
        requireChatTool();
        standing = (request, context) -> write(function.apply(request));
        return this;
    }

    /** Answers every call for which nothing is queued with one real PNG of this size, in pixels. Only for image tools. */
    public synchronized MockScript<O> answerImage(int width, int height) {
        requireImageTool();
        standing = (request, context) ->
                MockImages.receive(context, MockImages.pictures(request.input().json(), 1, width, height));
        return this;
    }

    /**
     * Answers every call for which nothing is queued with one picture that follows from the request. Only for image tools.
     *
     * <pre>{@code mock.on(HERO).answerImage(request -> MockImages.png(8, 8, request.stepId().hashCode()))}</pre>
     *
     * @param picture returns the bytes of a PNG, such as {@link MockImages#png} makes; called on many threads at once
     */
    public synchronized MockScript<O> answerImage(Function<ToolCallRequest, byte[]> picture) {
        requireImageTool();
        Objects.requireNonNull(picture, "picture");
        standing = (request, context) -> MockImages.receive(context, List.of(drawn(picture, request)));
        return this;
    }

    /** What each further reply reports as used. Default 100 tokens in, 20 out. */
    public synchronized MockScript<O> usage(TokenUsage perCall) {
        this.usage = perCall;
        return this;
    }

    ToolCallResponse next(ToolCallRequest request, CallContext context) {
        Reply reply;
        int call;
        TokenUsage used;
        MockPreviews before;
        synchronized (this) {
            before = previews;
            call = ++calls;
            reply = queued.isEmpty() ? standing : queued.poll();
            used = usage;
        }
        if (reply == null) {
            throw new UnscriptedCallException(tool, call);
        }
        if (before != null) {
            before.emit(call, context);
        }
        String output = reply.make(request, context);
        if (!request.endpoint().isImage()) {
            context.emit(new Delta.Text(output));
        }
        String id = "mock-" + tool + "-" + call;
        return new ToolCallResponse(output, new CallReceipt(request.model(), id, id, "stop", used));
    }

    private MockScript<O> queue(Function<ToolCallRequest, String> reply) {
        return queue((request, context) -> reply.apply(request));
    }

    private synchronized MockScript<O> queue(Reply reply) {
        queued.add(reply);
        return this;
    }

    private synchronized int calls() {
        return calls;
    }

    private static byte[] drawn(Function<ToolCallRequest, byte[]> picture, ToolCallRequest request) {
        return Objects.requireNonNull(
                picture.apply(request),
                () -> "step '" + request.stepId() + "': answerImage returned null; return a picture's bytes, such as "
                        + "MockImages.png(8, 8, 0x336699)");
    }

    private String write(O output) {
        return JsonType.of(type).write(output);
    }

    private void requireImageTool() {
        if (!Endpoint.forTool(tool).isImage()) {
            throw new IllegalArgumentException("tool '" + tool + "' makes no images; use reply or answer");
        }
    }

    private void requireChatTool() {
        if (type == ImageGenerationOutput.class) {
            throw new IllegalArgumentException("tool '" + tool + "' makes images; use image or answerImage");
        }
    }

    @FunctionalInterface
    private interface Reply {
        String make(ToolCallRequest request, CallContext context);
    }
}
