package dev.toolflow.schema;

import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import jakarta.validation.constraints.NotNull;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.hibernate.validator.HibernateValidator;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;
import org.hibernate.validator.spi.nodenameprovider.JavaBeanProperty;
import org.hibernate.validator.spi.nodenameprovider.Property;

/**
 * The one validator: messages in English, paths in JSON names, no expressions. Hibernate Validator takes longer to begin than many
 * calls to be answered, so it begins on a thread of its own, which ends then.
 */
final class SharedValidator {
    private static final CompletableFuture<Validator> MADE =
            CompletableFuture.supplyAsync(SharedValidator::make, SharedValidator::beside);

    private SharedValidator() {}

    /** What is checked first, by the thread that makes the validator. */
    private record First(@NotNull String text) {}

    /** Has it made, if it was not before, while the caller goes on: a schema is made before the first value is checked. */
    static void begin() {
        // The class is loaded by now, and that is all.
    }

    /** Waits until it is made. */
    static Validator get() {
        return MADE.join();
    }

    private static void beside(Runnable making) {
        Thread thread = new Thread(null, making, "toolflow-validator", 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(Thread.currentThread().getContextClassLoader());
        thread.start();
    }

    private static Validator make() {
        Validator made = Validation.byProvider(HibernateValidator.class)
                .configure()
                .ignoreXmlConfiguration()
                .propertyNodeNameProvider(SharedValidator::jsonName)
                .messageInterpolator(new ParameterMessageInterpolator(
                        Set.of(Locale.ENGLISH), Locale.ENGLISH, context -> Locale.ENGLISH, false))
                .buildValidatorFactory()
                .getValidator();
        made.validate(new First(""));
        return made;
    }

    private static String jsonName(Property property) {
        if (!(property instanceof JavaBeanProperty bean)
                || !bean.getDeclaringClass().isRecord()) {
            return property.getName();
        }
        return RecordProperties.of(bean.getDeclaringClass()).stream()
                .filter(each -> each.getInternalName().equals(bean.getName()))
                .map(BeanPropertyDefinition::getName)
                .findFirst()
                .orElse(bean.getName());
    }
}
