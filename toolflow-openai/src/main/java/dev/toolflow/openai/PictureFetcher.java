package dev.toolflow.openai;

import dev.toolflow.ingest.ImageSpool;
import dev.toolflow.ingest.SpooledImage;
import dev.toolflow.openai.PictureUrls.Failed;
import dev.toolflow.openai.PictureUrls.NotAllowed;
import dev.toolflow.tool.CallContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.Dns;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Fetches pictures by their addresses, as {@link UrlFetch} allows it. Its client is its own and knows no key. It connects to
 * nothing but what was checked: OkHttp resolves a name once for each connection, by {@link #publicOnly}, and tries only the
 * addresses of that answer. An address in place of a name is never allowed. Thread-safe.
 */
final class PictureFetcher implements AutoCloseable {
    private static final int MOST_REDIRECTS = 3;
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration WHOLE = Duration.ofSeconds(30);
    private static final int HTTPS = 443;
    private static final int BLOCK = 16 * 1024;

    private final UrlFetch allowed;
    private final OkHttpClient client;

    PictureFetcher(UrlFetch allowed) {
        this(
                allowed,
                Dns.SYSTEM,
                new OkHttpClient.Builder().socketFactory(new DirectSockets()).build());
    }

    /**
     * @param resolver asked for each host; what it answers is checked
     * @param network of it only TLS and sockets are used
     */
    PictureFetcher(UrlFetch allowed, Dns resolver, OkHttpClient network) {
        this.allowed = allowed;
        this.client = network.newBuilder()
                .dns(host -> publicOnly(resolver, host))
                .proxy(Proxy.NO_PROXY)
                .connectTimeout(CONNECT)
                .readTimeout(WHOLE)
                .protocols(List.of(Protocol.HTTP_1_1))
                .connectionPool(new ConnectionPool(0, 1, TimeUnit.MILLISECONDS))
                .followRedirects(false)
                .followSslRedirects(false)
                .build();
    }

    /** What one call may fetch: as long as the call has time, and until it is cancelled. */
    PictureUrls during(CallContext context) {
        return (url, spool) -> fetch(HttpUrl.parse(url), spool, context);
    }

    /** Ends the fetches in flight. */
    @Override
    public void close() {
        client.dispatcher().cancelAll();
    }

    private SpooledImage fetch(@Nullable HttpUrl url, ImageSpool spool, CallContext context) throws IOException {
        Duration atStart = context.timeLeft();
        HttpUrl address = url;
        for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
            Call call = client.newCall(request(checked(address)));
            Duration taken = atStart.minus(context.timeLeft());
            Duration left = Duration.ofMillis(
                    Math.min(WHOLE.minus(taken).toMillis(), atStart.minus(taken).toMillis()));
            call.timeout().timeout(Math.max(1, left.toMillis()), TimeUnit.MILLISECONDS);
            try (CallContext.Registration registration = context.onCancel(call::cancel);
                    Response response = call.execute()) {
                Objects.requireNonNull(registration, "onCancel");
                if (!response.isRedirect()) {
                    return receive(response, spool);
                }
                address = response.request().url().resolve(Objects.requireNonNullElse(response.header("Location"), ""));
            } catch (IOException e) {
                throw judged(e, call);
            }
        }
        throw new NotAllowed("it was redirected more than " + MOST_REDIRECTS + " times");
    }

    private HttpUrl checked(@Nullable HttpUrl address) throws NotAllowed {
        if (address == null || !address.isHttps()) {
            throw new NotAllowed("it is no https URL");
        }
        if (!address.encodedUsername().isEmpty() || !address.encodedPassword().isEmpty()) {
            throw new NotAllowed("it has a user or password");
        }
        if (address.port() != HTTPS) {
            throw new NotAllowed("it has a port other than " + HTTPS);
        }
        if (!allowed.allows(address.host())) {
            throw new NotAllowed("its host, " + address.host() + ", is none that UrlFetch allows");
        }
        return address;
    }

    private static Request request(HttpUrl address) {
        return new Request.Builder()
                .url(address)
                .header("Accept", "image/png, image/jpeg, image/webp")
                .header("Accept-Encoding", "identity")
                .header("User-Agent", "toolflow-openai")
                .build();
    }

    private static List<InetAddress> publicOnly(Dns resolver, String host) throws UnknownHostException {
        List<InetAddress> addresses = List.copyOf(resolver.lookup(host));
        if (!addresses.stream().allMatch(PublicAddress::is)) {
            throw new NotPublic();
        }
        return addresses;
    }

    /** Resolving can only fail in this way. */
    private static final class NotPublic extends UnknownHostException {
        private static final long serialVersionUID = 1L;

        NotPublic() {
            super("not public");
        }
    }

    private static SpooledImage receive(Response response, ImageSpool spool) throws IOException {
        if (response.code() != 200) {
            throw new Failed("its server answered " + response.code());
        }
        ImageSpool.Intake intake = spool.begin();
        InputStream body = Objects.requireNonNull(response.body()).byteStream();
        byte[] block = new byte[BLOCK];
        for (int count = body.read(block); count >= 0; count = body.read(block)) {
            intake.write(block, 0, count);
        }
        return intake.finish();
    }

    /** In our own words, since an exception of the network may quote the address. */
    private static IOException judged(IOException failure, Call call) {
        if (failure instanceof NotPublic) {
            return new NotAllowed("its host has an address that is not public");
        }
        if (failure instanceof InterruptedIOException && !Thread.currentThread().isInterrupted()) {
            return new Failed("its server took too long");
        }
        if (failure instanceof Failed || failure instanceof NotAllowed || call.isCanceled()) {
            return failure;
        }
        if (failure instanceof UnknownHostException) {
            return new Failed("its host is not known");
        }
        return new Failed(
                failure instanceof SSLException
                        ? "there is no secure connection to its server"
                        : "the connection to its server broke");
    }
}
