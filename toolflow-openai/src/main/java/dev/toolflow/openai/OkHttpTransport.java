package dev.toolflow.openai;

import com.openai.core.RequestOptions;
import com.openai.core.Timeout;
import com.openai.core.http.HttpClient;
import com.openai.core.http.HttpRequest;
import com.openai.core.http.HttpResponse;
import com.openai.errors.OpenAIIoException;
import dev.toolflow.tool.CallContext;
import dev.toolflow.tool.Rejection;
import dev.toolflow.tool.ToolCallException.Rejected;
import dev.toolflow.tool.ToolCallException.Transient;
import dev.toolflow.tool.ToolCallRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.EventListener;
import okhttp3.OkHttpClient;
import okhttp3.Request;

/**
 * Sends openai-java's requests, each at most once, and knows of each what was sent and how to stop it. Thread-safe.
 *
 * <p>OkHttp may try another address of the host and replace a connection found dead before anything was written; since
 * every body counts as one-shot, it never sends a request a second time, not even after a 503 with {@code Retry-After:
 * 0}. Redirects are not followed: they would carry the key elsewhere. Proxy and TLS settings are the JVM's. Nothing
 * runs on a thread of its own but the daemon of {@link Deadlines}, and OkHttp's, shared by all its clients in the JVM, which
 * end when they have been idle for up to 60 s, be this closed or not.
 */
final class OkHttpTransport implements HttpClient {
    private static final Duration KEPT = Duration.ofMinutes(5);

    /** From one call to the next at once a kept connection is not looked at. */
    private static final Duration IDLE = Duration.ofMillis(50);

    private static final String CLOSED = "the OpenAI service is closed; make a new one";

    private final OkHttpClients clients;
    private final Deadlines inFlight = new Deadlines();
    private volatile boolean closed;

    /** Which connection a request may take. */
    enum Connection {
        /** One that was used before, if there is one: cheap, but the server may have closed it meanwhile. */
        KEPT,
        /**
         * A new one, of HTTP/1.1: a request that cannot be repeated must neither be lost to a stale connection nor
         * share, as HTTP/2 would have it, another request's fate.
         */
        FRESH
    }

    /**
     * @param connectTimeout for the connection alone; a call's own time bounds the rest
     * @param callsInFlight how many idle connections are kept
     */
    OkHttpTransport(Duration connectTimeout, int callsInFlight) {
        OkHttpClient.Builder settings = new OkHttpClient.Builder()
                .connectTimeout(connectTimeout)
                .readTimeout(Duration.ZERO)
                .writeTimeout(Duration.ZERO)
                .followRedirects(false)
                .followSslRedirects(false)
                .eventListenerFactory(call -> Optional.<EventListener>ofNullable(
                                call.request().tag(Transit.class))
                        .orElse(EventListener.NONE))
                .connectionPool(new ConnectionPool(callsInFlight, KEPT.toMillis(), TimeUnit.MILLISECONDS));
        // None is kept. The time only says how often those in use are looked over.
        clients = new OkHttpClients(
                settings, new ConnectionPool(0, KEPT.toMillis(), TimeUnit.MILLISECONDS), new KeptSockets(IDLE));
    }

    /** Reads what calls to an address need, so that its first one is not the slower for it. */
    void prepare(Address address) {
        clients.of(Connection.KEPT, address.isHttps());
    }

    /**
     * Looks whether a call can be made at all, and returns the time it has.
     *
     * @throws Rejected if this is closed
     * @throws Transient if there is no time left
     */
    Duration requireChance(ToolCallRequest request, CallContext context) {
        if (closed) {
            throw closedBefore(request);
        }
        Duration timeLeft = context.timeLeft();
        if (timeLeft.isZero() || timeLeft.isNegative()) {
            throw new Transient("step '" + request.stepId() + "': no time left for the call; raise the step's timeout");
        }
        return timeLeft;
    }

    /**
     * Makes the request of a call ready to be sent; the caller closes it when the reply is read.
     *
     * @throws Rejected if this is closed
     * @throws Transient if there is no time left
     */
    Transit begin(WireRequest wire, ToolCallRequest request, CallContext context) {
        Connection connection = request.endpoint().isImage() ? Connection.FRESH : Connection.KEPT;
        Duration timeLeft = requireChance(request, context);
        try {
            return begin(wire, connection, timeLeft);
        } catch (ClosedException e) {
            throw closedBefore(request);
        }
    }

    /** Nothing was sent, and the same call would fail again. */
    private static Rejected closedBefore(ToolCallRequest request) {
        return new Rejected(Rejection.NOT_SENT, "step '" + request.stepId() + "': " + CLOSED);
    }

    /**
     * Makes a request ready to be sent; the caller closes it when the reply is read.
     *
     * @param timeLeft for all of it, from now to the reply's end; must be positive
     * @throws IllegalStateException if this is closed
     */
    Transit begin(WireRequest request, Connection connection, Duration timeLeft) {
        Transit transit = new Transit(this, timeLeft);
        Request sent = request.with(transit);
        transit.prepare(clients.of(connection, sent.isHttps()).newCall(sent));
        inFlight.add(transit);
        if (closed) {
            transit.close();
            throw closedAlready();
        }
        return transit;
    }

    @Override
    public HttpResponse execute(HttpRequest request, RequestOptions options) {
        Timeout timeout = options.getTimeout();
        Transit transit = begin(
                WireRequest.of(request),
                Connection.KEPT,
                (timeout == null ? Timeout.builder().build() : timeout).request());
        try {
            return transit.executeForOpenAi();
        } catch (IOException e) {
            transit.close();
            throw new OpenAIIoException("Request failed", e);
        }
    }

    @Override
    public HttpResponse execute(HttpRequest request) {
        return execute(request, RequestOptions.none());
    }

    /** Not offered: calls are made on their callers' threads. */
    @Override
    public CompletableFuture<HttpResponse> executeAsync(HttpRequest request, RequestOptions options) {
        return CompletableFuture.failedFuture(
                new UnsupportedOperationException("asynchronous calls are not offered; call execute on a thread"));
    }

    @Override
    public CompletableFuture<HttpResponse> executeAsync(HttpRequest request) {
        return executeAsync(request, RequestOptions.none());
    }

    /** Stops calls in flight and closes every connection; the shared daemons end later. Does nothing the second time. */
    @Override
    public void close() {
        closed = true;
        inFlight.close();
        clients.evictIdle();
    }

    /** A call is over; its connection, idle now, must not outlive this transport. */
    void ended(Transit transit) {
        inFlight.remove(transit);
        if (closed) {
            clients.evictIdle();
        }
    }

    private static IllegalStateException closedAlready() {
        return new ClosedException();
    }

    /** Told from what OkHttp may throw when a client is made. */
    private static final class ClosedException extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        ClosedException() {
            super(CLOSED);
        }
    }
}
