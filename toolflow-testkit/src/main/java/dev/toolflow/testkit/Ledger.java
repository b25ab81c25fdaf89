package dev.toolflow.testkit;

import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * What the fake has billed up to one moment: every request it answered, also where the reply was cut, came without usage or
 * was a stream that the client left.
 * Refused requests, scripted error statuses and resets are not billed. Immutable.
 *
 * @param calls in the order they were billed
 */
public record Ledger(List<BilledCall> calls) {

    public Ledger {
        calls = List.copyOf(calls);
    }

    /** Returns all input tokens. */
    public long input() {
        return sum(BilledCall::input);
    }

    /** Returns all output tokens. */
    public long output() {
        return sum(BilledCall::output);
    }

    /** Returns the cached part of the input. */
    public long cached() {
        return sum(BilledCall::cached);
    }

    /** Returns the reasoning part of the output. */
    public long reasoning() {
        return sum(BilledCall::reasoning);
    }

    /** Returns the pictures' part of the input. */
    public long imageInput() {
        return sum(BilledCall::imageInput);
    }

    /** Returns the pictures' part of the output. */
    public long imageOutput() {
        return sum(BilledCall::imageOutput);
    }

    /** Returns input and output together. */
    public long total() {
        return input() + output();
    }

    /** Returns what the request with this id was billed. */
    public Optional<BilledCall> call(String requestId) {
        return calls.stream().filter(call -> call.requestId().equals(requestId)).findFirst();
    }

    private long sum(ToLongFunction<BilledCall> part) {
        return calls.stream().mapToLong(part).sum();
    }
}
