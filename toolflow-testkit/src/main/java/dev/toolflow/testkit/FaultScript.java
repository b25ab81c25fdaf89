package dev.toolflow.testkit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** All that was scripted: what comes next, then the rules in the order they were made. Thread-safe. */
final class FaultScript {

    private final Deque<Fault> next = new ArrayDeque<>();
    private final List<FaultRule> rules = new ArrayList<>();

    synchronized void next(Fault... faults) {
        next.addAll(Arrays.asList(faults));
    }

    synchronized FaultRule on(Endpoint endpoint) {
        return added(new FaultRule(
                request -> request.endpoint().filter(endpoint::equals).isPresent(), fault -> {}));
    }

    synchronized FaultRule on(String tool) {
        Optional<Endpoint> endpoint = Endpoint.ofTool(tool);
        if (endpoint.isPresent()) {
            return on(endpoint.get());
        }
        return added(new FaultRule(
                request -> request.tool().filter(tool::equals).isPresent(), fault -> {
                    if (fault.isBeforeReading()) {
                        throw new IllegalArgumentException("before reading, the tool '" + tool
                                + "' is not known: use on(Endpoint.CHAT_COMPLETIONS) or resetAfterReading()");
                    }
                }));
    }

    private FaultRule added(FaultRule rule) {
        rules.add(rule);
        return rule;
    }

    /** Returns the fault that strikes before the body is read, if that is what comes next for this request. */
    synchronized Optional<Fault> beforeReading(RecordedRequest request) {
        Optional<Fault> coming = Optional.ofNullable(next.peek())
                .or(() -> rules.stream()
                        .filter(rule -> rule.matches(request))
                        .flatMap(rule -> rule.peek().stream())
                        .findFirst());
        return coming.filter(Fault::isBeforeReading).map(fault -> pick(request));
    }

    /** Returns what happens to {@code request}; the first that knows decides, every rule of it counts the call. */
    synchronized Fault pick(RecordedRequest request) {
        Optional<Fault> chosen = Optional.ofNullable(next.poll());
        for (FaultRule rule : rules) {
            if (rule.matches(request)) {
                if (chosen.isPresent()) {
                    rule.pass();
                } else {
                    chosen = rule.take();
                }
            }
        }
        return chosen.orElseGet(Fault::none);
    }
}
