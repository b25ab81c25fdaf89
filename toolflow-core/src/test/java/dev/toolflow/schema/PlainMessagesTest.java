package dev.toolflow.schema;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.hibernate.validator.constraints.LuhnCheck;
import org.hibernate.validator.constraints.Mod10Check;
import org.hibernate.validator.constraints.Mod11Check;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.junit.jupiter.api.Test;

class PlainMessagesTest {

    record Low(
            @DecimalMin("1.5") BigDecimal a,
            @DecimalMin(value = "1.5", inclusive = false) BigDecimal b,
            @DurationMin(minutes = 1, seconds = 30) Duration c,

            @DecimalMin(value = "1.5", message = "at least {value}")
            BigDecimal d) {}

    record High(
            @DecimalMax("0.5") BigDecimal a,
            @DecimalMax(value = "0.5", inclusive = false) BigDecimal b,
            @DurationMax(days = 1, inclusive = false) Duration c) {}

    record Card(
            @LuhnCheck String a,
            @Mod10Check String b,
            @Mod11Check String c) {}

    @Test
    void say_what_the_usual_ones_say_with_expressions() {
        assertThat(messages(new Low(BigDecimal.ONE, BigDecimal.ONE, Duration.ZERO, BigDecimal.ONE)))
                .containsExactly(
                        "must be greater than or equal to 1.5",
                        "must be greater than 1.5",
                        "must be longer than or equal to PT1M30S",
                        "at least 1.5");
        assertThat(messages(new High(BigDecimal.ONE, BigDecimal.ONE, Duration.ofDays(2))))
                .containsExactly(
                        "must be less than or equal to 0.5", "must be less than 0.5", "must be shorter than PT24H");
        assertThat(messages(new Card("4111111111111112", "12", "12")))
                .containsExactly(
                        "the check digit is invalid, Luhn Modulo 10 checksum failed",
                        "the check digit is invalid, Modulo 10 checksum failed",
                        "the check digit is invalid, Modulo 11 checksum failed");
    }

    @Test
    void know_all_that_have_expressions() throws Exception {
        Properties usual = new Properties();
        try (var in = LuhnCheck.class.getResourceAsStream("/org/hibernate/validator/ValidationMessages.properties")) {
            usual.load(in);
        }

        assertThat(usual.entrySet().stream()
                        .filter(message -> message.getValue().toString().contains("${"))
                        .map(message -> message.getKey().toString().replaceFirst(".*\\.(\\w+)\\.message", "$1")))
                .containsExactlyInAnyOrder(
                        "DecimalMin",
                        "DecimalMax",
                        "DurationMin",
                        "DurationMax",
                        "LuhnCheck",
                        "Mod10Check",
                        "Mod11Check");
    }

    private static List<String> messages(Object value) {
        return RecordValidator.validate(value).stream().map(Violation::message).toList();
    }
}
