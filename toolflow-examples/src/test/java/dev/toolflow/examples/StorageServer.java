package dev.toolflow.examples;

import java.net.URI;
import java.util.Map;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** A real S3-compatible server on loopback, in memory, which checks signatures, with the bucket {@code pictures}. */
final class StorageServer {
    private static final String KEY_ID = "test-key-id";
    private static final String KEY = "test-secret-key";

    private final S3Proxy server;

    private StorageServer(S3Proxy server) {
        this.server = server;
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
        try (S3Client client = S3Client.builder()
                .endpointOverride(URI.create("http://127.0.0.1:" + server.getPort()))
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(KEY_ID, KEY)))
                .build()) {
            client.createBucket(bucket -> bucket.bucket("pictures"));
        }
        return new StorageServer(server);
    }

    /** What the AWS tools would have in their environment to use it. */
    Map<String, String> environment() {
        return Map.of(
                "AWS_ENDPOINT_URL_S3",
                "http://127.0.0.1:" + server.getPort(),
                "AWS_REGION",
                "us-east-1",
                "AWS_ACCESS_KEY_ID",
                KEY_ID,
                "AWS_SECRET_ACCESS_KEY",
                KEY);
    }

    void stop() throws Exception {
        server.stop();
    }
}
