package dev.toolflow.openai;

import com.openai.core.ClientOptions;
import com.openai.core.LogLevel;
import com.openai.core.Sleeper;
import com.openai.core.http.HttpRequestBody;
import com.openai.credential.BearerTokenCredential;
import dev.toolflow.catalog.ImageModelCatalog;
import dev.toolflow.tool.CallContext;
import dev.toolflow.tool.Streaming;
import dev.toolflow.tool.ToolCallRequest;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import okhttp3.Headers;
import okhttp3.Request;

/**
 * Makes a tool call an HTTP request: address, headers, body. What the headers say of the client is openai-java's, copied once;
 * its typed models, retries and logging are not used. Thread-safe.
 */
final class RequestWriter implements AutoCloseable {
    private static final String USER_AGENT = "toolflow-openai";

    /** Key, organization, project and address are those of each request; openai-java is told none. */
    private static final String OF_EACH_REQUEST = "none";

    private final ClientOptions options;
    private final Headers ofEach;
    private final ChatRenderer chat;
    private final ImageRenderer images;

    /** @param transport closed with this */
    RequestWriter(OkHttpTransport transport, Models models) {
        chat = new ChatRenderer(models.chat());
        images = new ImageRenderer(models.image());
        options = ClientOptions.builder()
                .httpClient(transport)
                .credential(BearerTokenCredential.create(OF_EACH_REQUEST))
                .putHeader("User-Agent", USER_AGENT)
                .maxRetries(0)
                .logLevel(LogLevel.OFF)
                .sleeper(NO_SLEEP)
                .streamHandlerExecutor(Runnable::run)
                .build();
        ofEach = WireRequest.headers(options.headers());
    }

    /**
     * What models take.
     *
     * @param chat the chat models
     * @param image the image models
     */
    record Models(ModelFamilies chat, ImageModelCatalog image) {}

    /**
     * Returns the request, whose body the caller closes.
     *
     * @param account whose call it is
     * @throws dev.toolflow.tool.ToolCallException.Rejected if a picture cannot be sent
     */
    WireRequest write(ToolCallRequest request, CallContext context, Account account) {
        Request.Builder wire = new Request.Builder()
                .url(account.address().of(request.endpoint()))
                .headers(ofEach)
                .header("Accept", streams(request) ? Reply.EVENT_STREAM : JsonBody.TYPE);
        account.putInto(wire);
        return WireRequest.post(wire, body(request, context));
    }

    private static boolean streams(ToolCallRequest request) {
        return request.endpoint().isImage()
                ? ImageWish.of(request).streams()
                : request.options().streaming() == Streaming.ON;
    }

    private HttpRequestBody body(ToolCallRequest request, CallContext context) {
        return switch (request.endpoint()) {
            case CHAT -> chat.body(request, context);
            case IMAGE_GENERATION -> new JsonBody(images.generation(request));
            case IMAGE_EDIT -> EditBody.of(request, context, images);
        };
    }

    /** How image requests are written. */
    ImageRenderer images() {
        return images;
    }

    /** Closes the transport with everything openai-java keeps. */
    @Override
    public void close() {
        options.close();
    }

    /** Nothing here is ever retried; the default would start a timer's thread. */
    private static final Sleeper NO_SLEEP = new Sleeper() {
        @Override
        public void sleep(Duration duration) {}

        @Override
        public CompletableFuture<Void> sleepAsync(Duration duration) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void close() {}
    };
}
