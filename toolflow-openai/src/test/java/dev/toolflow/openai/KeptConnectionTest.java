package dev.toolflow.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.openai.OkHttpTransport.Connection;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class KeptConnectionTest {
    private static final int CALLS = 20;

    private final Semaphore closed = new Semaphore(0);
    private final OkHttpClients clients = new OkHttpClients(
            Certificate.trusted(new OkHttpClient.Builder()).connectionPool(new ConnectionPool(1, 5, TimeUnit.MINUTES)),
            new ConnectionPool(),
            new KeptSockets(Duration.ZERO));

    @BeforeEach
    void trust(@TempDir Path directory) throws IOException {
        Certificate.isTrusted(directory);
    }

    @AfterEach
    void close() {
        Certificate.nothingIsSaid();
        clients.evictIdle();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void that_its_server_has_closed_is_not_used_again(boolean isTls) throws Exception {
        RawServer.Reaction closing = socket -> {
            RawServer.json(200, "{}").react(socket);
            socket.close();
            closed.release();
            return false;
        };
        try (RawServer server = isTls ? RawServer.withTls(closing) : new RawServer(closing)) {
            for (int i = 0; i < CALLS; i++) {
                assertThat(call(server)).isEqualTo(200);
                closed.acquire();
            }
            assertThat(server.requests()).hasSize(CALLS);
        }
    }

    @Test
    void with_tls_is_used_again_while_its_server_keeps_it() throws IOException {
        try (RawServer server = RawServer.withTls(RawServer.json(200, "{}"))) {
            for (int i = 0; i < CALLS; i++) {
                assertThat(call(server)).isEqualTo(200);
            }
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    private int call(RawServer server) throws IOException {
        HttpUrl url = HttpUrl.get(server.url());
        Request request = new Request.Builder().url(url).post(new OneShot()).build();
        try (Response response =
                clients.of(Connection.KEPT, url.isHttps()).newCall(request).execute()) {
            response.body().string();
            return response.code();
        }
    }

    /** As all our requests: sent once, whatever becomes of it. */
    private static final class OneShot extends RequestBody {
        @Override
        public MediaType contentType() {
            return MediaType.get("application/json");
        }

        @Override
        public long contentLength() {
            return 2;
        }

        @Override
        public boolean isOneShot() {
            return true;
        }

        @Override
        public void writeTo(BufferedSink sink) throws IOException {
            sink.writeUtf8("{}");
        }
    }
}
