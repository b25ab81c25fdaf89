package dev.toolflow.testkit;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What happens to the requests of one tool or endpoint. Made by {@link FakeOpenAiServer#on(String)}; thread-safe.
 *
 * <pre>{@code
 * server.on("generate_palette").reply(Fault.rateLimited(Duration.ofSeconds(2)), Fault.none(), Fault.refusal("No."));
 * server.on(Endpoint.IMAGE_EDITS).always(Fault.status(503));
 * server.on("generate_image").onCall(3, Fault.truncated());
 * }</pre>
 */
public final class FaultRule {

    private final Predicate<RecordedRequest> matching;
    private final Consumer<Fault> check;
    private final Deque<Fault> queue = new ArrayDeque<>();
    private final Map<Integer, Fault> byCall = new HashMap<>();
    private @Nullable Fault always;
    private int calls;

    FaultRule(Predicate<RecordedRequest> matching, Consumer<Fault> check) {
        this.matching = matching;
        this.check = check;
    }

    /** Spoils the next requests, one fault each, in this order; after those that were queued before. */
    public synchronized FaultRule reply(Fault... faults) {
        Arrays.asList(faults).forEach(check);
        queue.addAll(Arrays.asList(faults));
        return this;
    }

    /** Spoils the {@code ordinal}-th request of this rule, counted from 1 and from when the rule was made. */
    public synchronized FaultRule onCall(int ordinal, Fault fault) {
        if (ordinal < 1) {
            throw new IllegalArgumentException("calls are counted from 1, not " + ordinal);
        }
        check.accept(fault);
        byCall.put(ordinal, fault);
        return this;
    }

    /** Spoils every request for which nothing else is scripted. */
    public synchronized FaultRule always(Fault fault) {
        check.accept(fault);
        always = fault;
        return this;
    }

    boolean matches(RecordedRequest request) {
        return matching.test(request);
    }

    synchronized Optional<Fault> peek() {
        Fault byOrdinal = byCall.get(calls + 1);
        Fault first = byOrdinal != null ? byOrdinal : queue.peek();
        return Optional.ofNullable(first != null ? first : always);
    }

    synchronized Optional<Fault> take() {
        Optional<Fault> fault = peek();
        pass();
        if (fault.isPresent() && fault.get() == queue.peek() && !byCall.containsKey(calls)) {
            queue.poll();
        }
        return fault;
    }

    synchronized void pass() {
        calls++;
    }
}
