package dev.toolflow.schema;

import com.fasterxml.jackson.core.JsonGenerationException;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.JsonGeneratorDelegate;
import java.io.IOException;

/** Refuses numbers that are not finite: JSON has none, and the text that Jackson writes for them is not read again. */
final class FiniteGenerator extends JsonGeneratorDelegate {
    FiniteGenerator(JsonGenerator generator) {
        super(generator);
    }

    @Override
    public void writeNumber(double number) throws IOException {
        requireFinite(number);
        super.writeNumber(number);
    }

    @Override
    public void writeNumber(float number) throws IOException {
        requireFinite(number);
        super.writeNumber(number);
    }

    @Override
    public void writeArray(double[] numbers, int offset, int length) throws IOException {
        for (int i = offset; i < offset + length; i++) {
            requireFinite(numbers[i]);
        }
        super.writeArray(numbers, offset, length);
    }

    private void requireFinite(double number) throws JsonGenerationException {
        if (!Double.isFinite(number)) {
            throw new JsonGenerationException("a number is not finite", this);
        }
    }
}
