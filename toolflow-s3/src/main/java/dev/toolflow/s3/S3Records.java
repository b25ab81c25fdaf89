package dev.toolflow.s3;

import dev.toolflow.store.ImageQuery;
import dev.toolflow.store.ImageRecord;
import dev.toolflow.store.ImageStoreException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The records of a bucket, an object of JSON each. Thread-safe. */
final class S3Records {
    private static final Logger LOG = LoggerFactory.getLogger(S3Records.class);
    private static final String JSON = "application/json";
    private static final Comparator<ImageRecord> LATEST_FIRST =
            Comparator.comparing(ImageRecord::created).reversed().thenComparing(ImageRecord::id);

    private final S3Objects objects;
    private final S3Location location;

    S3Records(S3Objects objects, S3Location location) {
        this.objects = objects;
        this.location = location;
    }

    void put(ImageRecord record) {
        String key = location.record(record.id());
        if (objects.length(key).isEmpty()) {
            objects.putBytes(key, record.toJson(), JSON);
        }
    }

    Optional<ImageRecord> read(String key) {
        return objects.bytes(key).map(json -> parsed(key, json));
    }

    private ImageRecord parsed(String key, byte[] json) {
        try {
            return ImageRecord.fromJson(json);
        } catch (IllegalArgumentException e) {
            throw new ImageStoreException(
                    "cannot read the record " + key + " in " + location + ": " + e.getMessage(), e);
        }
    }

    List<ImageRecord> list(ImageQuery query) {
        String prefix = query.image().map(location::recordsOf).orElseGet(location::records);
        return objects.attempt("list", prefix, () -> list(prefix, query));
    }

    /** A record that cannot be read is told and left out, so that one broken object does not hide all others. */
    private List<ImageRecord> list(String prefix, ImageQuery query) {
        List<ImageRecord> found = new ArrayList<>();
        for (S3Object object : objects.list(prefix)) {
            objects.bytes(object.key()).ifPresent(json -> {
                try {
                    ImageRecord record = ImageRecord.fromJson(json);
                    if (query.matches(record)) {
                        found.add(record);
                    }
                } catch (IllegalArgumentException e) {
                    LOG.warn("the record {} in {} is left out: {}", object.key(), location, e.getMessage());
                }
            });
        }
        return found.stream().sorted(LATEST_FIRST).limit(query.limit()).toList();
    }

    boolean areNone(String sha256) {
        return objects.isEmpty(location.recordsOf(sha256));
    }
}
