package dev.toolflow.schema;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;

/**
 * English messages without expressions. Some of the usual ones are written with expressions, which are not evaluated; they are
 * worded here. Thread-safe.
 */
final class PlainMessages extends ParameterMessageInterpolator {
    private static final String JAKARTA = "{jakarta.validation.constraints.";
    private static final String HIBERNATE = "{org.hibernate.validator.constraints.";
    private static final String CHECK_DIGIT = "the check digit is invalid, ";

    PlainMessages() {
        super(Set.of(Locale.ENGLISH), Locale.ENGLISH, context -> Locale.ENGLISH, false);
    }

    @Override
    public String interpolate(String template, Context context) {
        return super.interpolate(plain(template, context), context);
    }

    @Override
    public String interpolate(String template, Context context, Locale locale) {
        return super.interpolate(plain(template, context), context, locale);
    }

    private static String plain(String template, Context context) {
        Map<String, Object> attributes = context.getConstraintDescriptor().getAttributes();
        return switch (template) {
            case JAKARTA + "DecimalMin.message}" -> "must be greater than " + orEqual(attributes) + "{value}";
            case JAKARTA + "DecimalMax.message}" -> "must be less than " + orEqual(attributes) + "{value}";
            case HIBERNATE + "time.DurationMin.message}" ->
                "must be longer than " + orEqual(attributes) + duration(attributes);
            case HIBERNATE + "time.DurationMax.message}" ->
                "must be shorter than " + orEqual(attributes) + duration(attributes);
            case HIBERNATE + "LuhnCheck.message}" -> CHECK_DIGIT + "Luhn Modulo 10 checksum failed";
            case HIBERNATE + "Mod10Check.message}" -> CHECK_DIGIT + "Modulo 10 checksum failed";
            case HIBERNATE + "Mod11Check.message}" -> CHECK_DIGIT + "Modulo 11 checksum failed";
            default -> template;
        };
    }

    private static String orEqual(Map<String, Object> attributes) {
        return Boolean.FALSE.equals(attributes.get("inclusive")) ? "" : "or equal to ";
    }

    private static Duration duration(Map<String, Object> attributes) {
        return Duration.ofDays(part(attributes, "days"))
                .plusHours(part(attributes, "hours"))
                .plusMinutes(part(attributes, "minutes"))
                .plusSeconds(part(attributes, "seconds"))
                .plusMillis(part(attributes, "millis"))
                .plusNanos(part(attributes, "nanos"));
    }

    private static long part(Map<String, Object> attributes, String unit) {
        return attributes.get(unit) instanceof Number number ? number.longValue() : 0;
    }
}
