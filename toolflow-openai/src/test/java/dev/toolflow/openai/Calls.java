package dev.toolflow.openai;

import dev.toolflow.catalog.ImageModelCatalog;
import dev.toolflow.image.GeneratedImage;
import dev.toolflow.image.ImageEditInput;
import dev.toolflow.image.ImageGenerationInput;
import dev.toolflow.ingest.ImageLimits;
import dev.toolflow.ingest.ImageSpool;
import dev.toolflow.store.ImageLink;
import dev.toolflow.tool.CallContext;
import dev.toolflow.tool.Credentials;
import dev.toolflow.tool.Delta;
import dev.toolflow.tool.Endpoint;
import dev.toolflow.tool.RateLimitStatus;
import dev.toolflow.tool.Streaming;
import dev.toolflow.tool.ToolCallException;
import dev.toolflow.tool.ToolCallRequest;
import dev.toolflow.tool.ToolCallRequest.Options;
import dev.toolflow.tool.ToolCallResponse;
import dev.toolflow.tool.ToolInput;
import dev.toolflow.tool.ToolSpec;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;

/** What the tests call with: requests, a context, a service with a key that must never show. */
final class Calls {
    static final String KEY = "sk-proj-0123456789abcdefSECRET";
    static final String PROMPT = "a PROMPT that is nobody's business";
    static final String SCHEMA = """
            {"type": "object", "properties": {"colors": {"type": "array", "items": {"type": "string"}}},
             "required": ["colors"], "additionalProperties": false}""";
    static final ToolSpec PALETTE =
            new ToolSpec("generate_palette", "Chooses brand colours", "You are a colour theorist.", SCHEMA);
    static final ToolSpec GENERATE = new ToolSpec(Endpoint.GENERATE_IMAGE, "", "", "");
    static final ToolSpec EDIT = new ToolSpec(Endpoint.EDIT_IMAGE, "", "", "");

    static final ImageRenderer IMAGES = new ImageRenderer(ImageModelCatalog.standard());

    private Calls() {}

    static ToolCallRequest chat() {
        return chat("gpt-5.4-mini");
    }

    static ToolCallRequest chat(String model) {
        ToolInput input = ToolInput.of(Map.of("product", PROMPT), "{\"product\":\"" + PROMPT + "\"}");
        return new ToolCallRequest("palette", PALETTE, input, model, Options.standard());
    }

    static ToolCallRequest streamingChat() {
        ToolCallRequest chat = chat();
        Options streaming = chat.options().streaming(Streaming.ON);
        return new ToolCallRequest(chat.stepId(), chat.tool(), chat.input(), chat.model(), streaming);
    }

    static ToolCallRequest image() {
        return image(ImageGenerationInput.of(PROMPT));
    }

    static ToolCallRequest image(ImageGenerationInput input) {
        return new ToolCallRequest("hero", GENERATE, ToolInput.of(input, "{}"), "gpt-image-2", Options.standard());
    }

    static ToolCallRequest edit(ImageEditInput input) {
        return new ToolCallRequest("banner", EDIT, ToolInput.of(input, "{}"), "gpt-image-2", Options.standard());
    }

    static DefaultOpenAiToolService service(URI baseUrl) {
        return DefaultOpenAiToolService.builder().apiKey(KEY).baseUrl(baseUrl).build();
    }

    /** Calls once with a service of its own, and a minute. */
    static ToolCallResponse call(URI baseUrl, ToolCallRequest request) {
        try (DefaultOpenAiToolService service = service(baseUrl);
                Context context = new Context()) {
            return service.executeToolCall(request, context);
        }
    }

    /** Calls once and expects this failure. */
    static <E extends ToolCallException> E failure(URI baseUrl, ToolCallRequest request, Class<E> type) {
        return Assertions.catchThrowableOfType(type, () -> call(baseUrl, request));
    }

    /** Calls a server that reacts like this, and expects this failure. */
    static <E extends ToolCallException> E failure(Class<E> type, RawServer.Reaction reaction) {
        try (RawServer server = new RawServer(reaction)) {
            return failure(server.url(), chat(), type);
        }
    }

    /** Calls on a thread of its own; completes with the failure. */
    static CompletableFuture<Throwable> inBackground(
            DefaultOpenAiToolService service, ToolCallRequest request, Calls.Context context) {
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                service.executeToolCall(request, context);
                failure.complete(new AssertionError("the call went well"));
            } catch (RuntimeException e) {
                failure.complete(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return failure;
    }

    /** A completion with one tool call, its arguments as given. */
    static String completion(String arguments) {
        return completion(
                "\"tool_calls\":[{\"id\":\"call_1\",\"type\":\"function\",\"function\":{\"name\":\"generate_palette\",\"arguments\":\""
                        + arguments.replace("\\", "\\\\").replace("\"", "\\\"") + "\"}}]",
                "stop");
    }

    static String completion(String message, String finishReason) {
        return "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"model\":\"gpt-5.4-mini-2026\",\"choices\":[{\"index\":0,"
                + "\"message\":{\"role\":\"assistant\",\"content\":null," + message + "},\"finish_reason\":\""
                + finishReason + "\"}],"
                + "\"usage\":{\"prompt_tokens\":11,\"completion_tokens\":7,\"total_tokens\":18,"
                + "\"prompt_tokens_details\":{\"cached_tokens\":3},\"completion_tokens_details\":{\"reasoning_tokens\":2}}}";
    }

    /** The engine's side of one call. */
    static final class Context implements CallContext, AutoCloseable {
        private final ImageSpool spool;
        private final Duration timeLeft;
        private final Map<GeneratedImage, byte[]> stored = new ConcurrentHashMap<>();
        private final CopyOnWriteArrayList<Runnable> onCancel = new CopyOnWriteArrayList<>();
        private final List<Delta> deltas = new CopyOnWriteArrayList<>();
        private final List<RateLimitStatus> limits = new CopyOnWriteArrayList<>();
        private volatile boolean cancelled;
        private volatile @Nullable ImageLink link;
        private volatile @Nullable Credentials credentials;

        Context() {
            this(Duration.ofMinutes(1), ImageLimits.standard());
        }

        Context(Duration timeLeft, ImageLimits limits) {
            this.timeLeft = timeLeft;
            this.spool = new ImageSpool(limits);
        }

        Context store(GeneratedImage image, byte[] bytes) {
            stored.put(image, bytes);
            return this;
        }

        Context by(Credentials whose) {
            credentials = whose;
            return this;
        }

        Context linking(URI everyImage) {
            link = new ImageLink(everyImage);
            return this;
        }

        void cancel() {
            cancelled = true;
            onCancel.forEach(Runnable::run);
        }

        int registrations() {
            return onCancel.size();
        }

        @Override
        public Duration timeLeft() {
            return timeLeft;
        }

        @Override
        public boolean isCancelled() {
            return cancelled;
        }

        @Override
        public Registration onCancel(Runnable action) {
            onCancel.add(action);
            if (cancelled) {
                action.run();
            }
            return () -> onCancel.remove(action);
        }

        @Override
        public void emit(Delta delta) {
            deltas.add(delta);
        }

        @Override
        public void rateLimits(RateLimitStatus status) {
            limits.add(status);
        }

        /** What was told of limits. */
        List<RateLimitStatus> limits() {
            return limits;
        }

        /** What was emitted, in its order. */
        List<Delta> deltas() {
            return deltas;
        }

        @Override
        public ImageSpool images() {
            return spool;
        }

        @Override
        public InputStream open(GeneratedImage image) {
            return new ByteArrayInputStream(stored.get(image));
        }

        @Override
        public Optional<ImageLink> link(GeneratedImage image) {
            return Optional.ofNullable(link);
        }

        @Override
        public Optional<Credentials> credentials() {
            return Optional.ofNullable(credentials);
        }

        @Override
        public void close() {
            spool.close();
        }
    }
}
