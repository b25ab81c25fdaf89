package dev.toolflow;

import dev.toolflow.event.ToolFlowListener;
import dev.toolflow.image.ImageStore;
import dev.toolflow.schema.JsonType;
import dev.toolflow.schema.Violation;
import dev.toolflow.tool.OpenAiToolService;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs flows through one {@link OpenAiToolService}. Thread-safe; made once and shared. It never changes after it was built:
 * all state of a run lives in the run.
 *
 * <pre>{@code
 * try (var engine = ToolFlowEngine.create(service)) {
 *     BrandKit kit = engine.run(BRAND_KIT, brief).output();
 * }
 * }</pre>
 *
 * <p>Its threads are daemons. It closes neither the service nor the image store that it was given.
 */
public final class ToolFlowEngine implements AutoCloseable {
    private static final long CLOSING_SECONDS = 5;

    private final EngineParts parts;
    private final Semaphore admission;
    private final ExecutorService deliveries = Deliveries.create();
    private final ScheduledExecutorService deadlines = Deliveries.timer();
    private final List<ListenerQueue> listeners;
    private final Set<RunScope> active = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    ToolFlowEngine(EngineSettings settings) {
        this.parts = EngineParts.of(settings);
        this.admission = new Semaphore(settings.runsAdmitted());
        this.listeners = settings.listeners().stream().map(this::queue).toList();
    }

    /** An engine with defaults over a service. */
    public static ToolFlowEngine create(OpenAiToolService service) {
        return builder(service).build();
    }

    /** Begins an engine over a service. */
    public static EngineBuilder builder(OpenAiToolService service) {
        return new EngineBuilder(Objects.requireNonNull(service, "service"));
    }

    /** Runs a flow and waits for its result, with default options. See {@link #run(ToolFlow, Object, RunOptions)}. */
    public <I, O> ToolFlowResult<O> run(ToolFlow<I, O> flow, I input) {
        return run(flow, input, RunOptions.defaults());
    }

    /**
     * Runs a flow and waits for its result. A run that fails is a result, not an exception. When the waiting thread is
     * interrupted, the run is cancelled, its result returned, and the thread stays interrupted.
     *
     * @throws InvalidInputException when the input breaks a constraint; nothing was called
     * @throws RejectedRunException when the engine is closed or full; nothing was called
     */
    public <I, O> ToolFlowResult<O> run(ToolFlow<I, O> flow, I input, RunOptions options) {
        FlowRun<O> run = start(flow, input, options);
        CompletableFuture<ToolFlowResult<O>> result = run.result();
        try {
            return result.get();
        } catch (InterruptedException e) {
            run.cancel();
            ToolFlowResult<O> cancelled = result.join();
            Thread.currentThread().interrupt();
            return cancelled;
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "run " + run.id() + ": the engine itself failed; please report it", e.getCause());
        }
    }

    /** Starts a flow and returns at once, with default options. See {@link #start(ToolFlow, Object, RunOptions)}. */
    public <I, O> FlowRun<O> start(ToolFlow<I, O> flow, I input) {
        return start(flow, input, RunOptions.defaults());
    }

    /**
     * Starts a flow and returns at once.
     *
     * @throws InvalidInputException when the input breaks a constraint; nothing was called
     * @throws RejectedRunException when the engine is closed or full; nothing was called
     */
    public <I, O> FlowRun<O> start(ToolFlow<I, O> flow, I input, RunOptions options) {
        Objects.requireNonNull(input, "input");
        List<Violation> violations = JsonType.plain(flow.inputType()).validate(input);
        if (!violations.isEmpty()) {
            throw new InvalidInputException(violations);
        }
        admit();
        try {
            return begin(flow, input, options);
        } catch (RuntimeException e) {
            admission.release();
            throw e;
        }
    }

    /** Where the images of its runs are. */
    public ImageStore images() {
        return parts.settings().images();
    }

    /**
     * Takes no more runs, cancels those under way and waits for them to end and for listeners to hear of it, for at most 5
     * seconds each. Does nothing the second time.
     */
    @Override
    public void close() {
        closed = true;
        active.forEach(scope -> scope.stop(RunStatus.CANCELLED));
        deadlines.shutdownNow();
        Deliveries.endWithin(parts.workers(), Duration.ofSeconds(CLOSING_SECONDS));
        Deliveries.endWithin(deliveries, Duration.ofSeconds(CLOSING_SECONDS));
    }

    private void admit() {
        if (closed) {
            throw new RejectedRunException("the engine is closed; build another");
        }
        if (!admission.tryAcquire()) {
            throw new RejectedRunException("as many runs are under way as the engine admits ("
                    + parts.settings().runsAdmitted() + "); try again later, or raise runsAdmitted");
        }
    }

    private <I, O> FlowRun<O> begin(ToolFlow<I, O> flow, I input, RunOptions options) {
        Clock clock = parts.settings().clock();
        String id = options.id().orElseGet(() -> UUID.randomUUID().toString());
        RunScope scope = new RunScope(clock, options.deadline().orElse(null));
        RunState state = new RunState(
                id,
                scope,
                new RunJournal(id, flow.name(), clock, listenersOf(options)),
                new RunValues(flow.graph().nodes().size(), input),
                clock.instant());
        CompletableFuture<ToolFlowResult<O>> result = new CompletableFuture<>();
        active.add(scope);
        Runnable disarm = arm(scope, options);
        RunExecution execution = new RunExecution(parts, flow.graph(), state, outcomes -> {
            disarm.run();
            active.remove(scope);
            admission.release();
            ToolFlowResult<O> ended = new RunOutcome(flow, state, outcomes).result(flow.output(), clock);
            state.journal().finished(ended);
            result.complete(ended);
        });
        state.journal().created(flow.name());
        execution.begin();
        return new FlowRun<>(id, scope, result);
    }

    private Runnable arm(RunScope scope, RunOptions options) {
        if (options.deadline().isEmpty()) {
            return () -> {};
        }
        ScheduledFuture<?> alarm = deadlines.schedule(
                () -> scope.stop(RunStatus.TIMED_OUT), options.deadline().get().toNanos(), TimeUnit.NANOSECONDS);
        return () -> alarm.cancel(false);
    }

    private List<ListenerQueue> listenersOf(RunOptions options) {
        return options.listeners().isEmpty()
                ? listeners
                : Stream.concat(listeners.stream(), options.listeners().stream().map(this::queue))
                        .toList();
    }

    private ListenerQueue queue(ToolFlowListener listener) {
        return new ListenerQueue(listener, deliveries);
    }
}
