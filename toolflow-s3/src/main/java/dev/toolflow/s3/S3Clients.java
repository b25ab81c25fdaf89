package dev.toolflow.s3;

import dev.toolflow.image.GeneratedImage;
import dev.toolflow.store.ImageLink;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.s3.S3BaseClientBuilder;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * The clients of one store: one that calls, one that signs links. What is not given comes from where the AWS tools look for
 * it: environment, system properties, profile, the machine's role.
 *
 * @param calling makes the calls
 * @param signing signs links, without a call
 */
record S3Clients(S3Client calling, S3Presigner signing) implements AutoCloseable {
    private static final Duration LONGEST_LINK = Duration.ofMinutes(15);
    private static final Duration CONNECTING = Duration.ofSeconds(10);
    private static final Duration SILENT = Duration.ofSeconds(60);
    private static final Duration ONE_TRY = Duration.ofMinutes(5);
    private static final Duration ALL_TRIES = Duration.ofMinutes(10);

    /**
     * Makes the clients; nothing is sent.
     *
     * @param endpoint another server than Amazon's, or null
     * @param region or null
     * @param credentials or null
     * @param environment where an endpoint may be named as well
     */
    static S3Clients of(
            @Nullable URI endpoint,
            @Nullable String region,
            @Nullable AwsCredentialsProvider credentials,
            Map<String, String> environment) {
        URI server = endpoint == null ? named(environment) : endpoint;
        AwsCredentialsProvider keys =
                credentials == null ? DefaultCredentialsProvider.builder().build() : credentials;
        Region place = region(region, server);
        S3Configuration plain = S3Configuration.builder()
                .pathStyleAccessEnabled(server != null)
                .chunkedEncodingEnabled(false)
                .build();
        var client = S3Client.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECTING)
                        .socketTimeout(SILENT))
                .overrideConfiguration(
                        timing -> timing.apiCallAttemptTimeout(ONE_TRY).apiCallTimeout(ALL_TRIES));
        settle(client, plain);
        client.credentialsProvider(keys).region(place);
        S3Presigner.Builder presigner =
                S3Presigner.builder().credentialsProvider(keys).region(place).serviceConfiguration(plain);
        if (server != null) {
            client.endpointOverride(server);
            presigner.endpointOverride(server);
        }
        return new S3Clients(client.build(), presigner.build());
    }

    /** Other servers than Amazon's know no checksums but those that are asked for. */
    private static void settle(S3BaseClientBuilder<?, ?> client, S3Configuration plain) {
        client.serviceConfiguration(plain)
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED);
    }

    /** The names that the AWS tools read: "Service-specific endpoints" in their reference guide. */
    private static @Nullable URI named(Map<String, String> environment) {
        String url = environment.getOrDefault("AWS_ENDPOINT_URL_S3", environment.getOrDefault("AWS_ENDPOINT_URL", ""));
        return url.isBlank() ? null : URI.create(url.strip());
    }

    private static Region region(@Nullable String given, @Nullable URI server) {
        if (given != null) {
            return Region.of(given);
        }
        try {
            return DefaultAwsRegionProviderChain.builder().build().getRegion();
        } catch (SdkClientException e) {
            if (server == null) {
                throw new IllegalArgumentException(
                        "region: is named nowhere; set AWS_REGION, or region(…) on the builder", e);
            }
            return Region.US_EAST_1;
        }
    }

    /** Signs a link, without a call. */
    ImageLink link(S3Location location, GeneratedImage image, Duration validFor) {
        if (validFor.toSeconds() < 1 || validFor.compareTo(LONGEST_LINK) > 0) {
            throw new IllegalArgumentException(
                    "validFor: links are signed for whole seconds, from 1 second to 15 minutes; " + validFor.toMillis()
                            + " ms is too " + (validFor.toSeconds() < 1 ? "short" : "long"));
        }
        var signed = signing.presignGetObject(link -> link.signatureDuration(validFor)
                .getObjectRequest(get -> get.bucket(location.bucket())
                        .key(location.picture(image))
                        .responseContentType(image.mime())
                        .responseContentDisposition("inline; filename=\"" + image.fileName() + "\"")));
        return new ImageLink(URI.create(signed.url().toString()));
    }

    @Override
    public void close() {
        calling.close();
        signing.close();
    }
}
