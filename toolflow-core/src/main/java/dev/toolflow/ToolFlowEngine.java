package dev.toolflow;

import dev.toolflow.event.ToolFlowListener;
import dev.toolflow.schema.JsonType;
import dev.toolflow.schema.Violation;
import dev.toolflow.store.ImageStore;
import dev.toolflow.tool.OpenAiToolService;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
    private static final Logger LOG = LoggerFactory.getLogger(ToolFlowEngine.class);
    private static final long CLOSING_SECONDS = 5;

    private final EngineParts parts;
    private final Semaphore admission;
    private final ScheduledExecutorService deadlines = Deliveries.timer();
    private final List<ListenerQueue> listeners;
    private final Map<String, ActiveRun> active = new ConcurrentHashMap<>();
    private final AtomicBoolean closed = new AtomicBoolean();

    ToolFlowEngine(EngineSettings settings) {
        this.parts = EngineParts.of(settings);
        this.admission = new Semaphore(settings.runsAdmitted());
        this.listeners = settings.listeners().stream().map(this::queue).toList();
    }

    private record ActiveRun(RunScope scope, CompletableFuture<?> result) {}

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
     * @throws InvalidFlowException when the model of an image step does not take its image settings; nothing was called
     * @throws RejectedRunException when the engine is closed or full, or a run of this id is under way; nothing was called
     * @throws IllegalStateException when called from a step of this engine, whose thread would wait for other steps
     */
    public <I, O> ToolFlowResult<O> run(ToolFlow<I, O> flow, I input, RunOptions options) {
        if (parts.isAtWork()) {
            throw new IllegalStateException(
                    "engine.run inside a step: its thread would wait for other steps, and with all "
                            + "threads waiting nothing moves; make flow '" + flow.name()
                            + "' part of the flow, or use start");
        }
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
     * @throws InvalidFlowException when the model of an image step does not take its image settings; nothing was called
     * @throws RejectedRunException when the engine is closed or full, or a run of this id is under way; nothing was called
     */
    public <I, O> FlowRun<O> start(ToolFlow<I, O> flow, I input, RunOptions options) {
        Objects.requireNonNull(input, "input");
        List<Violation> violations = JsonType.plain(flow.inputType()).validate(input);
        if (!violations.isEmpty()) {
            throw new InvalidInputException(violations);
        }
        parts.images().requireTaken(flow);
        admit();
        try {
            return begin(flow, input, options);
        } catch (RuntimeException | Error e) {
            admission.release();
            throw e;
        }
    }

    /** Where the images of its runs are. */
    public ImageStore images() {
        return parts.settings().images();
    }

    /**
     * Takes no more runs and cancels those under way, which get 5 seconds to end; then listeners get 5 seconds to hear the
     * rest. Does nothing the second time. An interrupt ends the waiting and is kept.
     */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        active.values().forEach(run -> run.scope().stop(RunStatus.CANCELLED));
        deadlines.shutdownNow();
        parts.workers().shutdown();
        awaitRuns();
        Deliveries.endWithin(parts.aside(), Duration.ofSeconds(CLOSING_SECONDS));
    }

    private void awaitRuns() {
        try {
            CompletableFuture.allOf(
                            active.values().stream().map(ActiveRun::result).toArray(CompletableFuture[]::new))
                    .get(CLOSING_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            LOG.warn("closed while {} runs had not ended: a call or an audit ignores its cancellation", active.size());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void requireOpen() {
        if (closed.get()) {
            throw new RejectedRunException("the engine is closed; build another");
        }
    }

    private void admit() {
        requireOpen();
        if (!admission.tryAcquire()) {
            throw new RejectedRunException("as many runs are under way as the engine admits ("
                    + parts.settings().runsAdmitted() + "); try again later, or raise runsAdmitted");
        }
    }

    private <I, O> FlowRun<O> begin(ToolFlow<I, O> flow, I input, RunOptions options) {
        Clock clock = parts.settings().clock();
        String id = options.id().orElseGet(() -> UUID.randomUUID().toString());
        RunScope scope = new RunScope(clock, options.deadline().orElse(null));
        RunJournal journal = new RunJournal(id, flow.name(), clock, listenersOf(options));
        RunValues values = new RunValues(flow.graph().nodes().size(), input);
        RunState state = new RunState(id, scope, journal, values, clock.instant());
        CompletableFuture<ToolFlowResult<O>> result = new CompletableFuture<>();
        ActiveRun run = new ActiveRun(scope, result);
        enlist(id, run);
        Runnable disarm = arm(scope, options);
        RunExecution execution = new RunExecution(parts, flow.graph(), state, outcomes -> {
            disarm.run();
            ToolFlowResult<O> ended = new RunOutcome(flow, state, outcomes).result(flow.output(), clock);
            journal.finished(ended);
            admission.release();
            result.complete(ended);
            active.remove(id, run);
        });
        journal.created(flow.name());
        execution.begin();
        return new FlowRun<>(id, scope, result);
    }

    /** Whoever closes the engine meanwhile stops the run, or it is refused here. */
    private void enlist(String id, ActiveRun run) {
        ActiveRun listed = active.merge(id, run, (other, next) -> other.result().isDone() ? next : other);
        if (!listed.equals(run)) {
            throw new RejectedRunException("run '" + id + "' is under way already; wait for it, or use another id");
        }
        if (closed.get()) {
            active.remove(id, run);
            requireOpen();
        }
    }

    private Runnable arm(RunScope scope, RunOptions options) {
        if (options.deadline().isEmpty()) {
            return () -> {};
        }
        try {
            ScheduledFuture<?> alarm = deadlines.schedule(
                    () -> scope.stop(RunStatus.TIMED_OUT),
                    options.deadline().get().toMillis(),
                    TimeUnit.MILLISECONDS);
            return () -> alarm.cancel(false);
        } catch (RejectedExecutionException e) {
            scope.stop(RunStatus.CANCELLED);
            return () -> {};
        }
    }

    private List<ListenerQueue> listenersOf(RunOptions options) {
        return options.listeners().isEmpty()
                ? listeners
                : Stream.concat(listeners.stream(), options.listeners().stream().map(this::queue))
                        .toList();
    }

    private ListenerQueue queue(ToolFlowListener listener) {
        return new ListenerQueue(listener, parts.aside());
    }
}
