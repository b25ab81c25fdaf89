package dev.toolflow.s3;

import java.net.URI;
import java.util.Map;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** A real S3-compatible server on loopback, in memory, which checks signatures and their expiry. */
final class StorageServer {
    static final String BUCKET = "pictures";
    private static final String KEY_ID = "test-key-id";
    private static final String KEY = "test-secret-key";

    private final S3Proxy server;
    private final URI endpoint;

    private StorageServer(S3Proxy server) {
        this.server = server;
        this.endpoint = URI.create("http://127.0.0.1:" + server.getPort());
    }

    static StorageServer start() throws Exception {
        S3Proxy server = S3Proxy.builder()
                .blobStore(new TransientNio2BlobStore())
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, KEY_ID, KEY)
                .ignoreUnknownHeaders(true)
                .stopTimeout(0)
                .build();
        server.start();
        StorageServer started = new StorageServer(server);
        try (S3Clients clients = started.clients()) {
            clients.calling().createBucket(bucket -> bucket.bucket(BUCKET));
        }
        return started;
    }

    URI endpoint() {
        return endpoint;
    }

    static AwsCredentialsProvider credentials() {
        return StaticCredentialsProvider.create(AwsBasicCredentials.create(KEY_ID, KEY));
    }

    S3Clients clients() {
        return S3Clients.of(endpoint, "us-east-1", credentials(), Map.of());
    }

    S3ImageStore store(String location) {
        return S3ImageStore.builder(location)
                .endpoint(endpoint)
                .region("us-east-1")
                .credentials(credentials())
                .build();
    }

    void stop() throws Exception {
        server.stop();
    }
}
