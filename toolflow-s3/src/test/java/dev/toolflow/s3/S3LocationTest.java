package dev.toolflow.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class S3LocationTest {
    @ParameterizedTest
    @CsvSource({
        "s3://bucket, s3://bucket/",
        "s3://bucket/, s3://bucket/",
        "s3://my.bucket-1/a/b, s3://my.bucket-1/a/b/",
        "s3://my.bucket-1/a/b/, s3://my.bucket-1/a/b/"
    })
    void a_location_is_a_bucket_and_perhaps_a_prefix(String given, String understood) {
        assertThat(S3Location.parse(given)).hasToString(understood);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bucket",
                "s3:/bucket",
                "s3://",
                "s3://Bucket",
                "s3://b",
                "s3://bucket/../other",
                "s3://bucket/a//b",
                "s3://bucket/./a",
                "s3://bucket/a?x=1",
                "s3://bucket/a b",
                "s3://bucket/a\nb",
                "https://bucket/a"
            })
    void what_is_none_is_refused(String given) {
        assertThatThrownBy(() -> S3Location.parse(given))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("S3 location");
    }

    @Test
    void a_record_lies_beside_the_others_of_its_picture() {
        String sha256 = "ab".repeat(32);

        assertThat(S3Location.parse("s3://bucket/kits").record(sha256 + "-0123456789abcdef"))
                .isEqualTo("kits/records/ab/" + sha256 + "/0123456789abcdef.json");
    }
}
