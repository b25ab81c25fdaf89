package dev.toolflow.openai;

import dev.toolflow.openai.OkHttpTransport.Connection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import okhttp3.ConnectionPool;
import okhttp3.ConnectionSpec;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import org.jspecify.annotations.Nullable;

/**
 * OkHttp's clients for addresses without TLS, and for those with it, made when the first is called: to read which certificates
 * the JVM trusts takes longer than all else of a service. Both kinds share their pools, of which there are several: OkHttp
 * looks at every connection of a pool whenever a call takes one or leaves it. Thread-safe.
 */
final class OkHttpClients {
    private static final List<ConnectionSpec> WITH_TLS = List.of(ConnectionSpec.MODERN_TLS, ConnectionSpec.CLEARTEXT);
    private static final Duration KEPT = Duration.ofMinutes(5);

    private final Shares shares;
    private final Kind plain;
    private final AtomicReference<@Nullable Kind> secure = new AtomicReference<>();

    /**
     * @param settings of every client but for its pool
     * @param callsInFlight how many idle connections are kept
     */
    OkHttpClients(OkHttpClient.Builder settings, int callsInFlight) {
        shares = Shares.of(callsInFlight);
        OkHttpClient base =
                settings.connectionSpecs(List.of(ConnectionSpec.CLEARTEXT)).build();
        List<OkHttpClient> keeping = IntStream.range(0, shares.count())
                .mapToObj(share -> with(base, pool(shares.callsOfEach())))
                .toList();
        // None is kept. The time only says how often those in use are looked over.
        plain = new Kind(
                keeping,
                with(base, pool(0))
                        .newBuilder()
                        .protocols(List.of(Protocol.HTTP_1_1))
                        .build());
    }

    private static ConnectionPool pool(int idle) {
        return new ConnectionPool(idle, KEPT.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static OkHttpClient with(OkHttpClient client, ConnectionPool pool) {
        return client.newBuilder().connectionPool(pool).build();
    }

    /**
     * The clients of one kind of address.
     *
     * @param keeping for each share one that takes connections from a pool and leaves them there
     * @param fresh makes connections of its own
     */
    private record Kind(List<OkHttpClient> keeping, OkHttpClient fresh) {
        /** The same pools for addresses with TLS, of which one client reads what the JVM trusts. */
        Kind withTls() {
            OkHttpClient trusting = fresh.newBuilder().connectionSpecs(WITH_TLS).build();
            List<Protocol> protocols = keeping.get(0).protocols();
            return new Kind(
                    keeping.stream()
                            .map(same -> trusting.newBuilder()
                                    .protocols(protocols)
                                    .connectionPool(same.connectionPool())
                                    .build())
                            .toList(),
                    trusting);
        }
    }

    /** A client for the time of one call, which gives it back once, when its connection is free again. */
    static final class Lease {
        private final OkHttpClient client;
        private final @Nullable Shares shares;
        private final int share;

        private Lease(OkHttpClient client, @Nullable Shares shares, int share) {
            this.client = client;
            this.shares = shares;
            this.share = share;
        }

        OkHttpClient client() {
            return client;
        }

        void giveBack() {
            if (shares != null) {
                shares.give(share);
            }
        }
    }

    /** Lends a client for a call to this address. */
    Lease lend(Connection connection, HttpUrl address) {
        Kind kind = address.isHttps() ? secure() : plain;
        if (connection == Connection.FRESH) {
            return new Lease(kind.fresh(), null, 0);
        }
        int share = shares.take(address.host());
        return new Lease(kind.keeping().get(share), shares, share);
    }

    /** Reads what calls to an address need, so that its first one is not the slower for it. */
    void prepare(Address address) {
        if (address.isHttps()) {
            secure();
        }
    }

    /** Who comes second throws its clients away; they had no connections yet. */
    private Kind secure() {
        Kind made = secure.get();
        if (made == null) {
            Kind mine = plain.withTls();
            made = secure.compareAndSet(null, mine) ? mine : secure();
        }
        return made;
    }

    /** Closes the connections that nobody uses. */
    void evictIdle() {
        plain.keeping().forEach(client -> client.connectionPool().evictAll());
        plain.fresh().connectionPool().evictAll();
    }
}
