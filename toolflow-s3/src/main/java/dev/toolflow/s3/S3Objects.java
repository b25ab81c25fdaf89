package dev.toolflow.s3;

import dev.toolflow.store.ImageStoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The objects of one bucket; what the client throws becomes {@link ImageStoreException}. Thread-safe. */
final class S3Objects {
    private static final int NOT_FOUND = 404;
    private static final int FORBIDDEN = 403;

    /** The SDK has no exception of its own for it. */
    private static final String NO_CREDENTIALS = "Unable to load credentials";

    private final S3Client client;
    private final S3Location location;

    S3Objects(S3Client client, S3Location location) {
        this.client = client;
        this.location = location;
    }

    /** Stores a file; the storage compares what it received with the hash. */
    void putFile(String key, Path file, String mime, String sha256Base64) {
        PutObjectRequest request = PutObjectRequest.builder()
                .bucket(location.bucket())
                .key(key)
                .contentType(mime)
                .checksumSHA256(sha256Base64)
                .build();
        attempt("store", key, () -> client.putObject(request, RequestBody.fromFile(file)));
    }

    void putBytes(String key, byte[] content, String mime) {
        PutObjectRequest request = PutObjectRequest.builder()
                .bucket(location.bucket())
                .key(key)
                .contentType(mime)
                .build();
        attempt("store", key, () -> client.putObject(request, RequestBody.fromBytes(content)));
    }

    /** What the storage says of an object; empty when there is none. */
    Optional<HeadObjectResponse> find(String key) {
        return ifThere(
                "look up",
                key,
                () -> client.headObject(
                        head -> head.bucket(location.bucket()).key(key).checksumMode(ChecksumMode.ENABLED)));
    }

    /** Whether the storage itself found this hash when it took the object; false where it does not say. */
    boolean hasSha256(String key, String base64) {
        return find(key).filter(found -> base64.equals(found.checksumSHA256())).isPresent();
    }

    /** The object's bytes; who opens it reads it to its end or aborts it. */
    Optional<ResponseInputStream<GetObjectResponse>> open(String key) {
        return ifThere(
                "open",
                key,
                () -> client.getObject(get -> get.bucket(location.bucket()).key(key)));
    }

    /** The object's bytes, or as many of them as are one more than the most. */
    Optional<byte[]> bytes(String key, int most) {
        return ifThere(
                "read",
                key,
                () -> client.getObject(
                        GetObjectRequest.builder()
                                .bucket(location.bucket())
                                .key(key)
                                .build(),
                        (response, content) -> atMost(most + 1, response.contentLength(), content)));
    }

    /** A connection that ends early looks like the object's end to some clients. */
    private static byte[] atMost(int count, @Nullable Long whole, AbortableInputStream content) {
        try {
            byte[] bytes = content.readNBytes(count);
            if (bytes.length == count) {
                content.abort();
            } else if (whole != null && bytes.length < whole) {
                throw RetryableException.create("the connection ended before the object did");
            }
            return bytes;
        } catch (IOException e) {
            throw RetryableException.create("the object could not be read to its end", e);
        }
    }

    void delete(String key) {
        attempt(
                "delete",
                key,
                () -> client.deleteObject(
                        delete -> delete.bucket(location.bucket()).key(key)));
    }

    /** All objects whose keys begin so, fetched page by page while they are walked. */
    Iterable<S3Object> list(String prefix) {
        return attempt(
                "list",
                prefix,
                () -> client.listObjectsV2Paginator(
                                list -> list.bucket(location.bucket()).prefix(prefix))
                        .contents());
    }

    boolean isEmpty(String prefix) {
        return attempt(
                        "list",
                        prefix,
                        () -> client.listObjectsV2(list -> list.bucket(location.bucket())
                                        .prefix(prefix)
                                        .maxKeys(1))
                                .contents())
                .isEmpty();
    }

    private <T> Optional<T> ifThere(String what, String key, Supplier<T> call) {
        return attempt(what, key, () -> {
            try {
                return Optional.of(call.get());
            } catch (NoSuchBucketException e) {
                throw e;
            } catch (S3Exception e) {
                if (e.statusCode() == NOT_FOUND && !"NoSuchBucket".equals(code(e))) {
                    return Optional.empty();
                }
                throw e;
            }
        });
    }

    /** Runs something that calls the client, such as the walk through a list. */
    <T> T attempt(String what, String key, Supplier<T> call) {
        try {
            return call.get();
        } catch (AbortedException e) {
            Thread.currentThread().interrupt();
            throw interrupted(what, key, e);
        } catch (SdkException e) {
            if (Thread.currentThread().isInterrupted() && !(e instanceof S3Exception)) {
                throw interrupted(what, key, e);
            }
            throw new ImageStoreException(
                    "cannot " + what + " s3://" + location.bucket() + "/" + key + ": " + described(e), e);
        }
    }

    private ImageStoreException interrupted(String what, String key, SdkException cause) {
        return new ImageStoreException(
                "cannot " + what + " s3://" + location.bucket() + "/" + key
                        + ": the thread was interrupted; do it again where it is not",
                cause);
    }

    private String described(SdkException failure) {
        if (String.valueOf(failure.getMessage()).startsWith(NO_CREDENTIALS)) {
            return "no AWS credentials were found; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or a profile by"
                    + " AWS_PROFILE, then resume";
        }
        if (!(failure instanceof S3Exception answer)) {
            return failure.getClass().getSimpleName()
                    + "; check the endpoint, the network, AWS_REGION and the AWS credentials, then resume";
        }
        String said = "the storage answered " + answer.statusCode()
                + (code(answer).isEmpty() ? "" : " (" + code(answer) + ")");
        return said + "; " + WrongRegion.of(answer).map(this::remedy).orElseGet(() -> remedy(answer));
    }

    private String remedy(WrongRegion answer) {
        return answer.remedy(client.serviceClientConfiguration().region().id());
    }

    private static String remedy(S3Exception answer) {
        return switch (answer.statusCode()) {
            case FORBIDDEN ->
                "check the AWS credentials and that they may get, put, list and delete objects there, then resume";
            case NOT_FOUND -> "create the bucket, or correct its name, then resume";
            default -> "try again later, or look at the storage";
        };
    }

    private static String code(S3Exception answer) {
        return answer.awsErrorDetails() == null || answer.awsErrorDetails().errorCode() == null
                ? ""
                : answer.awsErrorDetails().errorCode();
    }
}
