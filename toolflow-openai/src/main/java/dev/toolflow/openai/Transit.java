package dev.toolflow.openai;

import com.openai.core.http.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Objects;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.EventListener;
import okhttp3.Protocol;
import okhttp3.Response;
import okio.Options;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request on its way and its reply: what was sent so far, the time it has, and the way to stop it. {@link
 * #cancel()} may be called from any thread, the rest from one.
 */
final class Transit extends EventListener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Transit.class);

    private final OkHttpTransport transport;
    private final long deadline;
    private @Nullable Call call;
    private @Nullable Response response;
    private volatile @Nullable Connection used;
    private volatile boolean sent;
    private volatile int status;
    private volatile boolean stopped;
    private volatile boolean overdue;

    /** @param timeLeft for all of it, from now to the reply's end */
    Transit(OkHttpTransport transport, Duration timeLeft) {
        this.transport = transport;
        this.deadline = Deadlines.in(timeLeft);
    }

    void prepare(Call newCall) {
        call = newCall;
    }

    /**
     * Sends the request and waits for the reply's headers; its body is read by the caller.
     *
     * @throws InterruptedIOException when its time is over
     * @throws IOException if the connection fails, or what comes is no reply
     */
    Response execute() throws IOException {
        try {
            Response received = prepared().execute();
            response = received;
            return received;
        } catch (IOException e) {
            throw told(e);
        } catch (IllegalStateException e) {
            // OkHttp passes over one interim reply (1xx) and is at a loss at the next.
            throw told(new IOException("no reply of HTTP", e));
        }
    }

    /** The reply's body, once {@link #execute()} has returned; reading it fails as that does when the time is over. */
    InputStream body() {
        return new UnsharedBody(Objects.requireNonNull(received().body()).source(), this::told);
    }

    /**
     * Whether the body, of which nothing was read yet, begins with one of these.
     *
     * @throws IOException as reading does
     */
    boolean beginsWithOneOf(Options beginnings) throws IOException {
        try {
            return Objects.requireNonNull(received().body()).source().peek().select(beginnings) >= 0;
        } catch (IOException e) {
            throw told(e);
        } catch (IllegalArgumentException e) {
            throw told(UnsharedBody.lengthCannotBe());
        }
    }

    /** The reply, once {@link #execute()} has returned. */
    Response received() {
        return Objects.requireNonNull(response, "the call has no reply yet");
    }

    /** What a call fails with that is stopped as its time is over says so, as OkHttp's own timeout does. */
    private IOException told(IOException failure) {
        if (!overdue) {
            return failure;
        }
        IOException timeout = new InterruptedIOException("timeout");
        timeout.initCause(failure);
        return timeout;
    }

    /** When its time is over, as {@link System#nanoTime()} tells it. */
    long deadline() {
        return deadline;
    }

    /** The same for openai-java. */
    HttpResponse executeForOpenAi() throws IOException {
        return new OpenAiReply(execute(), this);
    }

    /** Stops the call wherever it is and closes its connection. */
    void cancel() {
        stopped = true;
        stop();
    }

    /** The next to be stopped must not be left alone for what goes wrong here. */
    private void stop() {
        try {
            prepared().cancel();
        } catch (RuntimeException | Error e) {
            LOG.warn("a call could not be stopped", e);
        }
    }

    /** Returns whether the whole request left, so that the server may have acted on it. */
    boolean isSent() {
        return sent;
    }

    /** The last status that came, even where OkHttp makes no reply of it, as of 407; 0 before. */
    int status() {
        return status;
    }

    /** Stops the call since its time is over. */
    void expire() {
        overdue = true;
        stop();
    }

    /**
     * Returns whether only the connection's end says where the reply's body ends, so that a cut one looks whole. Source:
     * RFC 9112, section 6.3.
     */
    boolean isEndUnannounced() {
        Response sent = response == null ? null : response.networkResponse();
        return sent != null
                && sent.protocol() != Protocol.HTTP_2
                && sent.header("content-length") == null
                && !"chunked".equalsIgnoreCase(sent.header("transfer-encoding"));
    }

    /** Returns whether {@link #cancel()} was called. */
    boolean isStopped() {
        return stopped;
    }

    @Override
    public void connectionAcquired(Call ended, Connection connection) {
        used = connection;
    }

    @Override
    public void requestBodyEnd(Call ended, long byteCount) {
        sent = true;
    }

    @Override
    public void responseHeadersEnd(Call ended, Response headers) {
        status = headers.code();
    }

    /** Ends the call; a reply that was not read to its end closes the connection. */
    @Override
    public void close() {
        Response received = response;
        if (received != null) {
            received.close();
            if (isLast(received)) {
                closeConnection();
            }
        }
        transport.ended(this);
    }

    /** HTTP/1.0 keeps no connection that it does not say it keeps (RFC 9112, section 9.3); OkHttp would. */
    private static boolean isLast(Response received) {
        return received.protocol() == Protocol.HTTP_1_0
                && !"keep-alive".equalsIgnoreCase(received.header("connection"));
    }

    private void closeConnection() {
        Connection connection = used;
        try {
            if (connection != null) {
                connection.socket().close();
            }
        } catch (IOException e) {
            LOG.debug("a connection could not be closed", e);
        }
    }

    /** Whom it goes to, in a word for messages. */
    String server() {
        Call prepared = call;
        return prepared == null
                ? "the server"
                : Address.server(prepared.request().url());
    }

    private Call prepared() {
        Call prepared = call;
        if (prepared == null) {
            throw new IllegalStateException("the call is not prepared");
        }
        return prepared;
    }
}
