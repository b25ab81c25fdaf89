package dev.toolflow.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the JVM trusts takes long to read; here it cannot be read at all. */
class TrustedCertificatesTest {
    private static final String PROPERTY = "javax.net.ssl.trustStore";

    private @Nullable String before;

    @BeforeEach
    void breakWhatTheJvmTrusts(@TempDir Path directory) throws Exception {
        before = System.getProperty(PROPERTY);
        System.setProperty(
                PROPERTY,
                Files.writeString(directory.resolve("broken.p12"), "no key store")
                        .toString());
    }

    @AfterEach
    void mendIt() {
        if (before == null) {
            System.clearProperty(PROPERTY);
        } else {
            System.setProperty(PROPERTY, before);
        }
    }

    @Test
    void are_not_read_for_an_address_without_tls() {
        try (RawServer server = RawServer.answering(Calls.completion("{}"))) {
            assertThat(Calls.call(server.url(), Calls.chat()).output()).isEqualTo("{}");
        }
    }

    @Test
    void are_read_for_one_with_tls_before_the_first_call() {
        assertThat(catchThrowable(() -> Calls.service(URI.create("https://localhost:9/v1"))))
                .isNotNull();
    }
}
