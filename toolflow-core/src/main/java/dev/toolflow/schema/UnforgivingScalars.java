package dev.toolflow.schema;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.std.DelegatingDeserializer;
import java.io.IOException;
import java.time.temporal.Temporal;
import java.time.temporal.TemporalAmount;
import java.util.Set;

/**
 * Ends what Jackson still forgives with coercions off: dates and characters given as numbers, fractional numbers given
 * as the text {@code NaN}, and numbers so large that they become infinite.
 */
final class UnforgivingScalars extends BeanDeserializerModifier {
    private static final long serialVersionUID = 1L;
    private static final Set<Class<?>> FRACTIONS = Set.of(float.class, Float.class, double.class, Double.class);
    private static final Set<Class<?>> CHARACTERS = Set.of(char.class, Character.class);

    @Override
    public JsonDeserializer<?> modifyDeserializer(
            DeserializationConfig config, BeanDescription description, JsonDeserializer<?> deserializer) {
        Class<?> type = description.getBeanClass();
        if (FRACTIONS.contains(type)) {
            return new Finite(deserializer);
        }
        boolean text = CHARACTERS.contains(type)
                || Temporal.class.isAssignableFrom(type)
                || TemporalAmount.class.isAssignableFrom(type);
        return text ? new TextOnly(deserializer) : deserializer;
    }

    private static final class TextOnly extends DelegatingDeserializer {
        private static final long serialVersionUID = 1L;

        TextOnly(JsonDeserializer<?> deserializer) {
            super(deserializer);
        }

        @Override
        protected JsonDeserializer<?> newDelegatingInstance(JsonDeserializer<?> deserializer) {
            return new TextOnly(deserializer);
        }

        @Override
        public Object deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return parser.hasToken(JsonToken.VALUE_STRING)
                    ? super.deserialize(parser, context)
                    : context.handleUnexpectedToken(handledType(), parser);
        }
    }

    private static final class Finite extends DelegatingDeserializer {
        private static final long serialVersionUID = 1L;

        Finite(JsonDeserializer<?> deserializer) {
            super(deserializer);
        }

        @Override
        protected JsonDeserializer<?> newDelegatingInstance(JsonDeserializer<?> deserializer) {
            return new Finite(deserializer);
        }

        @Override
        public Object deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            if (!parser.currentToken().isNumeric()) {
                return context.handleUnexpectedToken(handledType(), parser);
            }
            Object number = super.deserialize(parser, context);
            if (!Double.isFinite(((Number) number).doubleValue())) {
                throw new InputCoercionException(parser, "not finite", parser.currentToken(), handledType());
            }
            return number;
        }
    }
}
