package dev.toolflow.s3;

import dev.toolflow.image.GeneratedImage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where in a bucket a store lies, and which key each of its objects has. Immutable. Keys are made of hashes alone: nothing
 * that a user or a model named is part of one.
 *
 * @param bucket the bucket's name
 * @param prefix before every key: empty, or ending in a slash
 */
record S3Location(String bucket, String prefix) {
    /** Names of buckets as the S3 user guide has them ("General purpose bucket naming rules"), prefixes without surprises. */
    private static final Pattern URI = Pattern.compile(
            "s3://(?<bucket>[a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/(?<prefix>[A-Za-z0-9!_.*'()/-]{0,512}))?");

    private static final Pattern ODD_SEGMENT = Pattern.compile("(^|/)\\.{0,2}(/|$)");

    /** @throws IllegalArgumentException when it is not {@code s3://bucket} or {@code s3://bucket/prefix} */
    static S3Location parse(String location) {
        Matcher uri = URI.matcher(location);
        if (!uri.matches()) {
            throw new IllegalArgumentException(
                    "S3 location: must be s3://bucket or s3://bucket/prefix, the bucket of 3 to 63 lowercase letters, digits,"
                            + " dots and dashes");
        }
        String given = uri.group("prefix") == null ? "" : uri.group("prefix").replaceFirst("/$", "");
        if (!given.isEmpty() && ODD_SEGMENT.matcher(given).find()) {
            throw new IllegalArgumentException("S3 location: its prefix has an empty, '.' or '..' part; leave it out");
        }
        return new S3Location(uri.group("bucket"), given.isEmpty() ? "" : given + "/");
    }

    String pictures() {
        return prefix + "sha256/";
    }

    String picture(GeneratedImage image) {
        return picturesOf(image.sha256()) + image.format().extension();
    }

    /** What the key of a picture begins with, whatever its format is. */
    String picturesOf(String sha256) {
        return pictures() + sha256.substring(0, 2) + "/" + sha256 + ".";
    }

    String records() {
        return prefix + "records/";
    }

    String recordsOf(String sha256) {
        return records() + sha256.substring(0, 2) + "/" + sha256 + "/";
    }

    /** @param id of the form that a record's id has */
    String record(String id) {
        int dash = id.indexOf('-');
        return recordsOf(id.substring(0, dash)) + id.substring(dash + 1) + ".json";
    }

    @Override
    public String toString() {
        return "s3://" + bucket + "/" + prefix;
    }
}
