package dev.toolflow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.toolflow.record.Upcasts;
import dev.toolflow.run.PayloadCodec;
import dev.toolflow.run.Redactor;
import dev.toolflow.run.RunStore;
import dev.toolflow.step.StepDefinition;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Where an engine keeps its runs beyond its process, and how. Immutable and thread-safe; every method that sets something returns
 * a copy.
 *
 * <p>If the process is killed, an accepted step is never lost and never run again, and there is at most one extra paid call per crash
 * and call in flight. {@link RunStore} says what else is promised. The order is: create the run; intent and reservation; call; settle
 * usage and keep the response, before parsing; image bytes; audits; accepted step. Rejected rounds and their feedback are kept, so a
 * resumed run goes on with the next round. For a response that was settled but not accepted, parsing and audits run again
 * without paying.
 *
 * <p>Not kept are the budgets of tenants and of the engine, listeners, and the result cache. Give the engine an image store that lasts
 * as long as the runs do.
 *
 * <pre>{@code
 * ToolFlowEngine.builder(service)
 *         .durability(Durability.in(store).payloads(PayloadCodec.aesGcm("2026-11", key)))
 *         .build();
 * }</pre>
 */
public final class Durability {
    private final RunStore store;
    private final PayloadCodec payloads;
    private final Redactor redactor;
    private final Upcasts upcasts;

    private Durability(RunStore store, PayloadCodec payloads, Redactor redactor, Upcasts upcasts) {
        this.store = store;
        this.payloads = payloads;
        this.redactor = redactor;
        this.upcasts = upcasts;
    }

    /** Kept in this store, in clear, without texts that look like keys. The engine does not close it. */
    public static Durability in(RunStore store) {
        // Documents that are written without it cannot be read again: it says what may be missing of them.
        Objects.requireNonNull(Nullable.class, "org.jspecify:jspecify");
        return new Durability(
                Objects.requireNonNull(store, "store"), PayloadCodec.checked(), Redactor.keys(), Upcasts.none());
    }

    /** How payloads are written. Default {@link PayloadCodec#checked()}: in clear. */
    public Durability payloads(PayloadCodec codec) {
        return new Durability(store, Objects.requireNonNull(codec, "payloads"), redactor, upcasts);
    }

    /** What is taken out of issues and errors before they are kept. Default {@link Redactor#keys()}. */
    public Durability redactor(Redactor texts) {
        return new Durability(store, payloads, Objects.requireNonNull(texts, "redactor"), upcasts);
    }

    /**
     * Makes outputs that an earlier version of a step made fit for the next one. Several lead on from version to version.
     *
     * @param definition the step as it is now, or was later than {@code from}
     * @param from the version that made the output
     * @param to the version that it fits then
     * @param change the output's JSON as it was, and as it is to be; pure
     * @throws IllegalArgumentException if there is one from that version already, or {@code from} is {@code to}
     */
    public Durability upcast(StepDefinition<?, ?> definition, String from, String to, UnaryOperator<JsonNode> change) {
        return new Durability(store, payloads, redactor, upcasts.with(definition.name(), from, to, change));
    }

    RunStore store() {
        return store;
    }

    PayloadCodec payloads() {
        return payloads;
    }

    Redactor redactor() {
        return redactor;
    }

    Upcasts upcasts() {
        return upcasts;
    }

    @Override
    public String toString() {
        return "Durability[" + store + "]";
    }
}
