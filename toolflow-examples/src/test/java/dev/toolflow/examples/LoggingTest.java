package dev.toolflow.examples;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What the program logs to its user, as its jar configures it. */
class LoggingTest {
    private final LoggerContext logging = new LoggerContext();

    @BeforeEach
    void configure() throws JoranException {
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(logging);
        configurator.doConfigure(Path.of("src/main/resources/logback.xml").toFile());
    }

    @AfterEach
    void stop() {
        logging.stop();
    }

    @Nested
    class A_warning {
        @Test
        void of_the_pool_of_connections_is_not_shown_since_the_program_tells_the_failure_itself() {
            assertThat(level("com.zaxxer.hikari.pool.HikariPool")).isEqualTo(Level.ERROR);
        }

        @Test
        void of_all_else_is_shown() {
            assertThat(level("dev.toolflow.KeptRuns")).isEqualTo(Level.WARN);
            assertThat(level("org.postgresql.Driver")).isEqualTo(Level.WARN);
        }

        private Level level(String logger) {
            return logging.getLogger(logger).getEffectiveLevel();
        }
    }
}
