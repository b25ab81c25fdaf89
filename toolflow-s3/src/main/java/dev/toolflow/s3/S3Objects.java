package dev.toolflow.s3;

import dev.toolflow.store.ImageStoreException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.BytesWrapper;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
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

    /** The object's length in bytes; empty when there is none. */
    Optional<Long> length(String key) {
        return ifThere(
                        "look up",
                        key,
                        () -> client.headObject(
                                head -> head.bucket(location.bucket()).key(key)))
                .map(HeadObjectResponse::contentLength);
    }

    /** The object's bytes; who opens it reads it to its end or aborts it. */
    Optional<ResponseInputStream<GetObjectResponse>> open(String key) {
        return ifThere(
                "open",
                key,
                () -> client.getObject(get -> get.bucket(location.bucket()).key(key)));
    }

    Optional<byte[]> bytes(String key) {
        return ifThere(
                        "read",
                        key,
                        () -> client.getObjectAsBytes(
                                get -> get.bucket(location.bucket()).key(key)))
                .map(BytesWrapper::asByteArrayUnsafe);
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
        } catch (SdkException e) {
            throw new ImageStoreException(
                    "cannot " + what + " s3://" + location.bucket() + "/" + key + ": " + described(e), e);
        }
    }

    private static String described(SdkException failure) {
        if (!(failure instanceof S3Exception answer)) {
            return failure.getClass().getSimpleName()
                    + "; check the endpoint, the network, AWS_REGION and the AWS credentials, then resume";
        }
        String said = "the storage answered " + answer.statusCode()
                + (code(answer).isEmpty() ? "" : " (" + code(answer) + ")");
        return said + "; " + remedy(answer);
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
