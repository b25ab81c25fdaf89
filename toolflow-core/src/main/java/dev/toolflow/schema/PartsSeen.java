package dev.toolflow.schema;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.JsonGeneratorDelegate;
import java.io.IOException;
import java.util.function.Consumer;

/** Shows the values of one class while they are written: what the JSON has, and nothing that it leaves out. */
final class PartsSeen<P> extends JsonGeneratorDelegate {
    private final Class<P> part;
    private final Consumer<? super P> seen;

    PartsSeen(JsonGenerator generator, Class<P> part, Consumer<? super P> seen) {
        super(generator);
        this.part = part;
        this.seen = seen;
    }

    @Override
    public void writeStartObject(Object value) throws IOException {
        see(value);
        super.writeStartObject(value);
    }

    @Override
    public void writeStartObject(Object value, int size) throws IOException {
        see(value);
        super.writeStartObject(value, size);
    }

    private void see(Object value) {
        if (part.isInstance(value)) {
            seen.accept(part.cast(value));
        }
    }
}
