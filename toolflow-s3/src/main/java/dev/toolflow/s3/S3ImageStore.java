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
 * <p>S3 has no transactions. Storing looks for the picture once more after its record was written, and a sweep looks at the
 * picture's age and for records right before it deletes; so a picture is lost only where another process stores the same bytes
 * from first to last between that look and the deletion, the time of one call. {@link #open} then says so, and storing it again
 * mends it. A picture that is there already is sent again unless the storage says that it has its hash, so that a damaged one is
 * replaced. Listing reads every record, unless the query names a picture.
 */
public final class S3ImageStore implements ImageStore, AutoCloseable {
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

    private void put(ImageRecord record, Path content, byte[] hash) {
        GeneratedImage image = record.image();
        String sha256 = FileHash.base64(hash);
        String key = location.picture(image);
        // One without a record may be about to be swept: stored again, it is young again.
        if (!objects.hasSha256(key, sha256) || records.areNone(image.sha256())) {
            objects.putFile(key, content, image.mime(), sha256);
        }
        records.put(record);
        // A delete or a sweep of an equal picture may have come between.
        if (!contains(image)) {
            objects.putFile(key, content, image.mime(), sha256);
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
        return objects.find(location.picture(image))
                .filter(found -> found.contentLength() == image.sizeBytes())
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
        if (!ImageRecord.isId(id) || objects.find(location.record(id)).isEmpty()) {
            return false;
        }
        objects.delete(location.record(id));
        String sha256 = ImageRecord.imageOf(id);
        if (records.areNone(sha256)) {
            String pictures = location.picturesOf(sha256);
            objects.attempt("delete", pictures, () -> {
                objects.list(pictures).forEach(picture -> objects.delete(picture.key()));
                return true;
            });
        }
        return true;
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
            if (picture.lastModified().isBefore(before) && isOrphan(picture.key(), before)) {
                objects.delete(picture.key());
                pictures++;
                bytes += picture.size();
            }
        }
        return new SweptImages(pictures, bytes);
    }

    /** The list may be old: whoever stored the picture since has made it young first, and then written its record. */
    private boolean isOrphan(String key, Instant before) {
        String name = key.substring(key.lastIndexOf('/') + 1);
        String sha256 = name.substring(0, Math.max(0, name.indexOf('.')));
        return sha256.length() == 64
                && records.areNone(sha256)
                && objects.find(key)
                        .filter(now -> now.lastModified().isBefore(before))
                        .isPresent()
                && records.areNone(sha256);
    }

    /**
     * {@inheritDoc} The link is signed here, without a call: it does not say whether the picture is there. Whoever opens it
     * is told the sniffed type.
     *
     * @throws IllegalArgumentException if {@code validFor} is shorter than 1 second, as links are signed for whole seconds, or
     *     longer than 15 minutes
     */
    @Override
    public Optional<ImageLink> link(GeneratedImage image, Duration validFor) {
        return Optional.of(clients.link(location, image, validFor));
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
