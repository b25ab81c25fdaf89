package dev.toolflow.s3;

import dev.toolflow.image.GeneratedImage;
import dev.toolflow.store.ImageLink;
import dev.toolflow.store.ImageQuery;
import dev.toolflow.store.ImageRecord;
import dev.toolflow.store.ImageStore;
import dev.toolflow.store.ImageStoreException;
import dev.toolflow.store.SweptImages;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The store in a bucket of Amazon S3, or of any storage that speaks its protocol. Pictures lie at
 * {@code <prefix>/sha256/ab/<hash>.<ext>}, records at {@code <prefix>/records/ab/<hash>/<id>.json}; both are private as the
 * bucket is. What is stored is compared with its hash before the way, and by the storage after it. Thread-safe.
 *
 * <p>Credentials, region and endpoint come from where the AWS tools look for them ({@code AWS_ACCESS_KEY_ID},
 * {@code AWS_REGION}, {@code AWS_ENDPOINT_URL_S3}, profiles, the machine's role) unless the builder is told otherwise.
 *
 * <pre>{@code
 * try (var store = S3ImageStore.of("s3://pictures/brand-kit");
 *         var engine = ToolFlowEngine.builder(service).images(store).build()) {
 *     …
 * }
 * }</pre>
 *
 * <p>S3 has no transactions: a picture that is deleted at the very moment at which another process stores the same bytes may be
 * missing afterwards, and {@link #open} then says so. Listing reads every record, unless the query names a picture.
 */
public final class S3ImageStore implements ImageStore, AutoCloseable {
    private static final Duration LONGEST_LINK = Duration.ofMinutes(15);

    private final S3Location location;
    private final S3Clients clients;
    private final S3Objects objects;
    private final S3Records records;
    private final Clock clock;

    S3ImageStore(S3Location location, S3Clients clients, Clock clock) {
        this.location = location;
        this.clients = clients;
        this.clock = clock;
        this.objects = new S3Objects(clients.calling(), location);
        this.records = new S3Records(objects, location);
    }

    /**
     * A store at a location, such as {@code s3://bucket/prefix}; nothing is sent, and the bucket must be there already.
     *
     * @throws IllegalArgumentException if it is no such location, or no region is named anywhere
     */
    public static S3ImageStore of(String location) {
        return builder(location).build();
    }

    /** Begins a store at a location, such as {@code s3://bucket/prefix}. */
    public static Builder builder(String location) {
        return new Builder(S3Location.parse(location));
    }

    @Override
    public void put(ImageRecord record, Path content) {
        put(record, content, FileHash.verified(record.image(), content));
    }

    /** {@inheritDoc} The storage still compares what arrives with the hash. */
    @Override
    public void putReceived(ImageRecord record, Path content) {
        put(record, content, FileHash.of(record.image()));
    }

    private void put(ImageRecord record, Path content, byte[] sha256) {
        GeneratedImage image = record.image();
        storePicture(image, content, sha256);
        records.put(record);
        // A delete of an equal picture may have come between.
        storePicture(image, content, sha256);
    }

    private void storePicture(GeneratedImage image, Path content, byte[] sha256) {
        String key = location.picture(image);
        if (!contains(image)) {
            objects.putFile(key, content, image.mime(), FileHash.base64(sha256));
        }
    }

    @Override
    public InputStream open(GeneratedImage image) {
        ResponseInputStream<GetObjectResponse> object = objects.open(location.picture(image))
                .orElseThrow(() -> new ImageStoreException("image " + image.fileName() + " is not in " + location
                        + "; open it from the store of the engine that made it, or run its step again"));
        Long length = object.response().contentLength();
        if (length != null && length != image.sizeBytes()) {
            object.abort();
            throw new ImageStoreException("image " + image.fileName() + " in " + location + " has " + length
                    + " bytes instead of " + image.sizeBytes() + "; restore it from a backup, or run its step again");
        }
        return ImageStore.verifying(new AbortingStream(object), image, location.toString());
    }

    @Override
    public boolean contains(GeneratedImage image) {
        return objects.length(location.picture(image))
                .filter(length -> length == image.sizeBytes())
                .isPresent();
    }

    @Override
    public Optional<ImageRecord> find(String id) {
        return ImageRecord.isId(id) ? records.read(location.record(id)) : Optional.empty();
    }

    @Override
    public List<ImageRecord> list(ImageQuery query) {
        return records.list(query);
    }

    @Override
    public boolean delete(String id) {
        Optional<ImageRecord> record = find(id);
        record.ifPresent(known -> {
            objects.delete(location.record(id));
            if (records.areNone(known.image().sha256())) {
                objects.delete(location.picture(known.image()));
            }
        });
        return record.isPresent();
    }

    @Override
    public SweptImages sweep(Duration olderThan) {
        if (olderThan.isNegative()) {
            throw new IllegalArgumentException("olderThan: must not be negative, was " + olderThan);
        }
        Instant before = clock.instant().minus(olderThan);
        return objects.attempt("sweep", location.pictures(), () -> sweep(before));
    }

    private SweptImages sweep(Instant before) {
        int pictures = 0;
        long bytes = 0;
        for (S3Object picture : objects.list(location.pictures())) {
            String name = picture.key().substring(picture.key().lastIndexOf('/') + 1);
            String sha256 = name.substring(0, Math.max(0, name.indexOf('.')));
            if (picture.lastModified().isBefore(before) && sha256.length() == 64 && records.areNone(sha256)) {
                objects.delete(picture.key());
                pictures++;
                bytes += picture.size();
            }
        }
        return new SweptImages(pictures, bytes);
    }

    /**
     * {@inheritDoc} The link is signed here, without a call: it does not say whether the picture is there. Whoever opens it
     * is told the sniffed type.
     *
     * @throws IllegalArgumentException if {@code validFor} is not longer than zero and at most 15 minutes
     */
    @Override
    public Optional<ImageLink> link(GeneratedImage image, Duration validFor) {
        if (validFor.toSeconds() < 1 || validFor.compareTo(LONGEST_LINK) > 0) {
            throw new IllegalArgumentException("validFor: must be from 1 second to 15 minutes, was " + validFor);
        }
        var signed = clients.signing()
                .presignGetObject(link -> link.signatureDuration(validFor)
                        .getObjectRequest(get -> get.bucket(location.bucket())
                                .key(location.picture(image))
                                .responseContentType(image.mime())
                                .responseContentDisposition("inline; filename=\"" + image.fileName() + "\"")));
        return Optional.of(new ImageLink(URI.create(signed.url().toString())));
    }

    /** Closes the clients; later calls fail. */
    @Override
    public void close() {
        clients.close();
    }

    @Override
    public String toString() {
        return "S3ImageStore[" + location + "]";
    }

    /** How a store is set up. Not thread-safe. */
    public static final class Builder {
        private final S3Location location;
        private @Nullable URI endpoint;
        private @Nullable String region;
        private @Nullable AwsCredentialsProvider credentials;

        private Builder(S3Location location) {
            this.location = location;
        }

        /** Another server than Amazon's, such as {@code http://127.0.0.1:9000}; its buckets are then part of the path. */
        public Builder endpoint(URI server) {
            this.endpoint = Objects.requireNonNull(server, "endpoint");
            return this;
        }

        /** The region. Default: as the AWS tools find it; with an endpoint of one's own it may be missing. */
        public Builder region(String name) {
            this.region = Objects.requireNonNull(name, "region");
            return this;
        }

        /** Who gives the credentials. Default: the usual chain. */
        public Builder credentials(AwsCredentialsProvider provider) {
            this.credentials = Objects.requireNonNull(provider, "credentials");
            return this;
        }

        /**
         * Makes the store; nothing is sent.
         *
         * @throws IllegalArgumentException if no region is named anywhere
         */
        public S3ImageStore build() {
            S3Clients clients = S3Clients.of(endpoint, region, credentials, System.getenv());
            return new S3ImageStore(location, clients, Clock.systemUTC());
        }
    }
}
