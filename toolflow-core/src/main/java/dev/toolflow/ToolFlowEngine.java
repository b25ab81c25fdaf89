package dev.toolflow;

import dev.toolflow.budget.Budget;
import dev.toolflow.image.GeneratedImage;
import dev.toolflow.ingest.ImageIngestor;
import dev.toolflow.store.Attachment;
import dev.toolflow.store.ImageQuery;
import dev.toolflow.store.ImageStore;
import dev.toolflow.tool.OpenAiToolService;
import java.time.Duration;
import java.util.Objects;

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
    private final EngineParts parts;
    private final EngineRuns runs;
    private final Closing closing;

    ToolFlowEngine(EngineSettings settings) {
        this.parts = EngineParts.of(settings);
        this.runs = new EngineRuns(parts);
        this.closing = new Closing(parts, runs.active());
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
     * @throws InvalidFlowException when the model of an image step does not take its image settings; nothing was called
     * @throws dev.toolflow.step.StepException when a step's model is not allowed or not cleared; nothing was called
     * @throws RejectedRunException when the engine is closed or full, the tenant refused, or the id in use; nothing was called
     * @throws IllegalStateException when called from a step of this engine, whose thread would wait for other steps
     */
    public <I, O> ToolFlowResult<O> run(ToolFlow<I, O> flow, I input, RunOptions options) {
        requireNotAtWork("run", flow);
        return start(flow, input, options).await();
    }

    private void requireNotAtWork(String method, ToolFlow<?, ?> flow) {
        if (parts.isAtWork()) {
            throw new IllegalStateException("engine." + method
                    + " inside a step: its thread would wait for other steps, and with all "
                    + "threads waiting nothing moves; make flow '" + flow.name()
                    + "' part of the flow, or use start");
        }
    }

    /**
     * Goes on with a run that did not complete, and waits for its result, which counts all that either of them used. Steps
     * that were accepted are not repeated, nor are items of {@code each}. A picture that was paid for and could not be stored
     * is stored from its spool and judged, in the same attempt and without a call; outputs whose audit failed or
     * was cut short are judged again, as are those on which a sanitizer or the pass criterion threw. Other steps are tried anew, with all their retries, and are told of their earlier attempts. A step of which no output
     * passed and with whose last others go on under {@code CONTINUE} stays as it is. The run keeps its id, input, attributes and
     * listeners; its deadline begins anew; what is left of its budget holds on. May be called again with what it returns.
     * Steps that it does not get to stay in its result as they were. A result that was {@link RunStatus#WAITING} and has been
     * decided since knows nothing of the decision: the run asks again. Go on with the result of the run that
     * {@link #decide} returned.
     *
     * <pre>{@code
     * var result = engine.run(BRAND_KIT, brief);
     * if (result.error().orElse(null) instanceof StepException.StoreFailed) {
     *     result = engine.resume(BRAND_KIT, result); // once the store is mended
     * }
     * }</pre>
     *
     * @param flow the very one that was run
     * @param result how it ended, in this process; one that is completed, or whose run waits in this engine, is returned as it is
     * @throws InvalidFlowException when the result is one of another flow; nothing was called
     * @throws RejectedRunException when the engine is closed or full, or the run is under way again; nothing was called
     * @throws IllegalStateException when called from a step of this engine, whose thread would wait for other steps
     */
    public <I, O> ToolFlowResult<O> resume(ToolFlow<I, O> flow, ToolFlowResult<O> result) {
        return resume(flow, result, result.resumable());
    }

    /**
     * Goes on like {@link #resume(ToolFlow, ToolFlowResult)}, with another budget, of which nothing is spent yet: what the run
     * may spend from now on.
     */
    public <I, O> ToolFlowResult<O> resume(ToolFlow<I, O> flow, ToolFlowResult<O> result, Budget budget) {
        return resume(flow, result, result.resumable().with(budget));
    }

    private <I, O> ToolFlowResult<O> resume(ToolFlow<I, O> flow, ToolFlowResult<O> result, ResumableRun run) {
        requireNotAtWork("resume", flow);
        if (run.flow() != flow) {
            throw new InvalidFlowException("flow '" + flow.name() + "': run " + result.runId()
                    + " is one of another flow, '" + result.flow() + "'; resume it with the flow that it was run with");
        }
        if (result.status() == RunStatus.COMPLETED || runs.active().isWaiting(result.runId())) {
            return result;
        }
        I input = flow.inputType().cast(run.input());
        RunOptions options = run.options().id(result.runId());
        RunMemory memory = run.memory().after(result).spent(run.spent());
        BegunRun begun = BegunRun.of(parts, options, memory);
        return runs.admitted(() -> runs.begin(flow, input, begun)).await();
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
     * @throws dev.toolflow.step.StepException when a step's model is not allowed or not cleared; nothing was called
     * @throws RejectedRunException when the engine is closed or full, the tenant refused, or the id in use; nothing was called
     */
    public <I, O> FlowRun<O> start(ToolFlow<I, O> flow, I input, RunOptions options) {
        BegunRun begun = BegunRun.of(parts, options, RunMemory.empty());
        begun.requireRunnable(flow, input);
        return runs.admitted(() -> runs.begin(flow, input, begun));
    }

    /**
     * Tells what a run would take at worst, without running it: nothing is sent. What follows from the input alone is worked out
     * exactly, such as how many items {@code each} has; functions given to {@code map} run for it.
     *
     * @throws InvalidInputException when the input breaks a constraint
     * @throws InvalidFlowException when the model of an image step does not take its image settings
     */
    public <I> FlowPlan plan(ToolFlow<I, ?> flow, I input) {
        return plan(flow, input, RunOptions.defaults());
    }

    /** The same for a run with these options: with the models of its tenant, and refused as the run would be. */
    public <I> FlowPlan plan(ToolFlow<I, ?> flow, I input, RunOptions options) {
        BegunRun planned = BegunRun.of(parts, options, RunMemory.empty());
        planned.requireRunnable(flow, input);
        return Planner.plan(planned.parts(), flow, input);
    }

    /**
     * Says what a person decided in a run that waits for it, or still does other things meanwhile. It goes on at once with all
     * that it has done: same id, nothing is repeated.
     *
     * <pre>{@code
     * var result = engine.run(BRAND_KIT, brief);
     * if (result.status() == RunStatus.WAITING) {
     *     engine.decide(result.runId(), "ok", new Answer(true));
     * }
     * }</pre>
     *
     * @param runId the run
     * @param approvalId the id path of the approval, see {@link ToolFlowResult#waiting()}
     * @param answer what is handed on
     * @return the run that goes on
     * @throws UnknownRunException when the engine has no such run, or it has ended or was cancelled
     * @throws IllegalStateException when nothing is asked under this id, or it is decided already
     * @throws IllegalArgumentException when the answer is not of the type that was asked for
     * @throws InvalidInputException when the answer breaks a constraint of its type
     */
    public FlowRun<?> decide(String runId, String approvalId, Object answer) {
        return runs.active().run(runId).decide(approvalId, answer);
    }

    /** Where the images of its runs are. */
    public ImageStore images() {
        return parts.settings().images();
    }

    /**
     * A picture that a run made, as an application puts it into its messages: by the run's own record, whoever else made the
     * same bytes. See {@link Attachment} for its name and its link, and for pictures that were taken in.
     *
     * @throws dev.toolflow.store.ImageStoreException if the engine's store has no record of it by this run, or cannot be read
     */
    public Attachment attachment(ToolFlowResult<?> result, GeneratedImage image) {
        return Attachment.of(image, images(), ImageQuery.all().run(result.runId()));
    }

    /** Takes users' pictures into the same store, through the same guards as the pictures of models. */
    public ImageIngestor ingestor() {
        EngineSettings settings = parts.settings();
        return new ImageIngestor(settings.images(), settings.imageLimits(), settings.clock());
    }

    /**
     * Takes no more runs and cancels those under way, which get 5 seconds to end, and gives up those that wait for a person; then
     * listeners get 5 seconds to hear the rest. Does nothing once the engine is closed. An interrupt ends the waiting and is kept.
     */
    @Override
    public void close() {
        close(Duration.ZERO);
    }

    /**
     * Takes no more runs, lets those under way go on for so long, and then closes as {@link #close()} does. A run that waits
     * for a person is not waited for. Does nothing once the engine is closed; called by several threads at once, each waits as
     * long as it says, whoever is first to have no patience left cancels the runs, and each returns when they have ended. An
     * interrupt ends the waiting, cancels the runs and is kept.
     *
     * @param drain how long runs may go on, from zero to 365 days; it ends as soon as the last run has
     * @throws IllegalArgumentException if that is negative or too long
     * @throws IllegalStateException if a step of this engine would wait here, since its run would wait for itself
     */
    public void close(Duration drain) {
        closing.after(drain);
    }
}
