package dev.toolflow;

import dev.toolflow.schema.JsonType;
import dev.toolflow.schema.Violation;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;

/**
 * What all runs of an engine share. Immutable; its parts are thread-safe.
 *
 * @param settings what the engine was built with
 * @param workers run the steps
 * @param aside does what must not wait for a worker: tells listeners, takes in previews, ends what was stopped
 * @param images what image steps ask for and may be answered
 * @param transport makes the calls
 * @param ledger keeps what runs spend
 * @param reader reads the replies
 * @param deadlines ends what takes too long
 * @param atWork whether a thread does a step's work
 */
record EngineParts(
        EngineSettings settings,
        Workers workers,
        ExecutorService aside,
        ImagePolicy images,
        Transport transport,
        Ledger ledger,
        OutputReader reader,
        Deadlines deadlines,
        ThreadLocal<Boolean> atWork) {

    static EngineParts of(EngineSettings settings) {
        ImagePolicy images = new ImagePolicy(settings);
        ExecutorService aside = Deliveries.create();
        return new EngineParts(
                settings,
                Workers.create(settings.callsInFlight()),
                aside,
                images,
                new Transport(new Sending(settings, images, aside), settings.retry(), settings.sleeper()),
                new Ledger(settings.prices(), settings.tokenEstimator(), settings.budget()),
                new OutputReader(settings, images),
                new Deadlines(),
                ThreadLocal.withInitial(() -> false));
    }

    /** The same on one thread, which is known as at work, and does all that is left when it is asked to. */
    EngineParts inline(InlineThreads thread) {
        return new EngineParts(
                settings,
                Workers.on(thread),
                thread,
                images,
                transport,
                ledger,
                reader,
                deadlines,
                ThreadLocal.withInitial(() -> true));
    }

    /** The same with other settings of images. */
    EngineParts with(ImagePolicy other) {
        return new EngineParts(settings, workers, aside, other, transport, ledger, reader, deadlines, atWork);
    }

    /**
     * Checks a run's input before it begins.
     *
     * @throws InvalidInputException when the input breaks a constraint
     */
    <I> void requireInput(ToolFlow<I, ?> flow, I input) {
        Objects.requireNonNull(input, "input");
        List<Violation> violations = JsonType.plain(flow.inputType()).validate(input);
        if (!violations.isEmpty()) {
            throw new InvalidInputException(StepInput.all(violations, ofModels(flow, input)));
        }
    }

    /** What the models of those image steps do not take that are given the flow's input as it is. */
    private <I> List<Violation> ofModels(ToolFlow<I, ?> flow, I input) {
        return flow.graph().nodes().stream()
                .filter(node -> node instanceof FlowNode.Single<?, ?> single && single.isGivenTheFlowsInput())
                .flatMap(node -> images.checkCompleted(node.step(), input).stream())
                .distinct()
                .toList();
    }

    /** Does a step's work on this thread, which is known as at work meanwhile. */
    <T> T working(Supplier<T> work) {
        atWork.set(true);
        try {
            return work.get();
        } finally {
            atWork.remove();
        }
    }

    /** Returns whether this thread does a step's work. */
    boolean isAtWork() {
        return atWork.get();
    }

    /** @throws IllegalStateException if this thread does a step's work and would wait for a run */
    void requireNotAtWork(String method, ToolFlow<?, ?> flow) {
        if (isAtWork()) {
            throw new IllegalStateException("engine." + method
                    + " inside a step: its thread would wait for other steps, and with all "
                    + "threads waiting nothing moves; make flow '" + flow.name()
                    + "' part of the flow, or use start");
        }
    }
}
