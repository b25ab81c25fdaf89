package dev.toolflow.s3;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * An answer of a storage that a bucket is in another region than the one that was asked. Source: Amazon's S3 API reference,
 * "Error responses" and the header {@code x-amz-bucket-region} of "HeadBucket". Immutable.
 *
 * @param right the region that the answer names; empty where it names none
 */
record WrongRegion(Optional<String> right) {
    private static final int MOVED = 301;
    private static final String HEADER = "x-amz-bucket-region";
    private static final Set<String> CODES = Set.of(
            "PermanentRedirect",
            "AuthorizationHeaderMalformed",
            "IllegalLocationConstraintException",
            "TemporaryRedirect");
    private static final Pattern NAMED = Pattern.compile("<Region>([a-z0-9-]{1,40})</Region>");
    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,40}");

    /** What the answer says of the region; empty where it is about something else. */
    static Optional<WrongRegion> of(S3Exception answer) {
        AwsErrorDetails details = answer.awsErrorDetails();
        String code = details == null ? "" : String.valueOf(details.errorCode());
        if (answer.statusCode() != MOVED && !CODES.contains(code)) {
            return Optional.empty();
        }
        return Optional.of(new WrongRegion(details == null ? Optional.empty() : named(details)));
    }

    /** A reply to HEAD has no body, but a header. */
    private static Optional<String> named(AwsErrorDetails details) {
        Optional<String> header = Optional.ofNullable(details.sdkHttpResponse())
                .flatMap(response -> response.firstMatchingHeader(HEADER))
                .filter(name -> NAME.matcher(name).matches());
        return header.or(() -> Optional.ofNullable(details.rawResponse())
                .map(body -> NAMED.matcher(body.asUtf8String()))
                .filter(Matcher::find)
                .map(found -> found.group(1)));
    }

    /** What to do, where this region was asked. */
    String remedy(String asked) {
        return right.map(name -> "the bucket is in region " + name + ", not " + asked + ": set AWS_REGION=" + name)
                        .orElse("the bucket is in another region than " + asked + ": set AWS_REGION to that")
                + ", then resume";
    }
}
