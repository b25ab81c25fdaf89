package dev.toolflow.openai;

import dev.toolflow.openai.OkHttpTransport.Connection;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.SocketFactory;
import okhttp3.ConnectionPool;
import okhttp3.ConnectionSpec;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import org.jspecify.annotations.Nullable;

/**
 * OkHttp's clients for addresses without TLS, and for those with it, made when the first is called: a JVM that has just begun
 * takes 160 to 280 ms to read which certificates it trusts. Both kinds share their pools. Thread-safe.
 */
final class OkHttpClients {
    private static final List<ConnectionSpec> WITH_TLS = List.of(ConnectionSpec.MODERN_TLS, ConnectionSpec.CLEARTEXT);

    private final Pair plain;
    private final AtomicReference<@Nullable Pair> secure = new AtomicReference<>();

    /**
     * @param settings of every client, with the pool of the connections that are kept
     * @param notKept the pool of those that are not
     * @param sockets of all of them
     */
    OkHttpClients(OkHttpClient.Builder settings, ConnectionPool notKept, SocketFactory sockets) {
        plain = Pair.of(
                settings.connectionSpecs(List.of(ConnectionSpec.CLEARTEXT))
                        .socketFactory(sockets)
                        .build(),
                notKept);
    }

    /**
     * One for each {@link Connection}.
     *
     * @param keeping takes connections from its pool and leaves them there
     * @param fresh makes connections of its own
     */
    private record Pair(OkHttpClient keeping, OkHttpClient fresh) {
        static Pair of(OkHttpClient keeping, ConnectionPool notKept) {
            return new Pair(
                    keeping,
                    keeping.newBuilder()
                            .protocols(List.of(Protocol.HTTP_1_1))
                            .connectionPool(notKept)
                            .build());
        }

        OkHttpClient of(Connection connection) {
            return connection == Connection.FRESH ? fresh : keeping;
        }
    }

    /** The client for an address of this kind. */
    OkHttpClient of(Connection connection, boolean isHttps) {
        return (isHttps ? secure() : plain).of(connection);
    }

    /** Who comes second throws its clients away; they had no connections yet. */
    private Pair secure() {
        Pair made = secure.get();
        if (made == null) {
            Pair mine = Pair.of(
                    plain.keeping().newBuilder().connectionSpecs(WITH_TLS).build(),
                    plain.fresh().connectionPool());
            made = secure.compareAndSet(null, mine) ? mine : secure();
        }
        return made;
    }

    /** Closes the connections that nobody uses. */
    void evictIdle() {
        plain.keeping().connectionPool().evictAll();
        plain.fresh().connectionPool().evictAll();
    }
}
