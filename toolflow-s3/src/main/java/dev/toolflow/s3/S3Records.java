package dev.toolflow.s3;

import dev.toolflow.store.ImageQuery;
import dev.toolflow.store.ImageRecord;
import dev.toolflow.store.ImageStoreException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The records of a bucket, an object of JSON each. Thread-safe. */
final class S3Records {
    private static final Logger LOG = LoggerFactory.getLogger(S3Records.class);
    private static final String JSON = "application/json";
    /** No record is longer: {@link ImageRecord#toJson} sees to it. */
    private static final int LONGEST = 1 << 20;

    private static final Comparator<ImageRecord> OLDEST_FIRST =
            Comparator.comparing(ImageRecord::created).thenComparing(ImageRecord::id);

    private static final Pattern UNPRINTABLE = Pattern.compile("[^\\x21-\\x7e]");

    private final S3Objects objects;
    private final S3Location location;

    S3Records(S3Objects objects, S3Location location) {
        this.objects = objects;
        this.location = location;
    }

    /** One that is there already stays, one that is damaged is written again. */
    void put(ImageRecord record) {
        String key = location.record(record.id());
        if (!isThere(key)) {
            objects.putBytes(key, record.toJson(), JSON);
        }
    }

    private boolean isThere(String key) {
        try {
            return parsed(key).isPresent();
        } catch (IllegalArgumentException e) {
            LOG.warn("the record {} in {} is damaged and is written again: {}", key, location, e.getMessage());
            return false;
        }
    }

    Optional<ImageRecord> read(String key) {
        try {
            return parsed(key);
        } catch (IllegalArgumentException e) {
            throw new ImageStoreException(
                    "cannot read the record " + key + " in " + location + ": " + e.getMessage(), e);
        }
    }

    /** @throws IllegalArgumentException when what is there is not the record that its key says */
    private Optional<ImageRecord> parsed(String key) {
        Optional<byte[]> json = objects.bytes(key, LONGEST);
        if (json.filter(bytes -> bytes.length > LONGEST).isPresent()) {
            throw new IllegalArgumentException("it has more than " + LONGEST + " bytes");
        }
        Optional<ImageRecord> record = json.map(ImageRecord::fromJson);
        if (record.filter(read -> !location.record(read.id()).equals(key)).isPresent()) {
            throw new IllegalArgumentException("it is the record of another picture or place");
        }
        return record;
    }

    List<ImageRecord> list(ImageQuery query) {
        String prefix = query.image().map(location::recordsOf).orElseGet(location::records);
        return objects.attempt("list", prefix, () -> list(prefix, query));
    }

    /** A record that cannot be read is told and left out, so that one broken object does not hide all others. */
    private List<ImageRecord> list(String prefix, ImageQuery query) {
        PriorityQueue<ImageRecord> latest = new PriorityQueue<>(OLDEST_FIRST);
        for (S3Object object : objects.list(prefix)) {
            try {
                parsed(object.key()).filter(query::matches).ifPresent(latest::add);
            } catch (IllegalArgumentException e) {
                LOG.warn("the record {} in {} is left out: {}", printable(object.key()), location, e.getMessage());
            }
            if (latest.size() > query.limit()) {
                latest.remove();
            }
        }
        return latest.stream().sorted(OLDEST_FIRST.reversed()).toList();
    }

    /** Whoever may write to the bucket names its objects. */
    private static String printable(String key) {
        return UNPRINTABLE.matcher(key).replaceAll("?");
    }

    boolean areNone(String sha256) {
        return objects.isEmpty(location.recordsOf(sha256));
    }
}
