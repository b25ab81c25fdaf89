package dev.toolflow;

import dev.toolflow.budget.Budget;
import dev.toolflow.image.GeneratedImage;
import dev.toolflow.ingest.ImageIngestor;
import dev.toolflow.store.Attachment;
import dev.toolflow.store.ImageQuery;
import dev.toolflow.store.ImageStore;
import dev.toolflow.tool.OpenAiToolService;
import java.time.Duration;
import java.util.List;
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
 * <p>Its threads are daemons. It closes neither the service nor the stores that it was given.
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
     * interrupted, the run is cancelled, its result returned, and the thread stays interrupted. {@link #start(ToolFlow, Object,
     * RunOptions)} says what is refused.
     *
     * @throws IllegalStateException when called from a step of this engine, whose thread would wait for other steps
     */
    public <I, O> ToolFlowResult<O> run(ToolFlow<I, O> flow, I input, RunOptions options) {
        parts.requireNotAtWork("run", flow);
        return start(flow, input, options).await();
    }

    /**
     * Goes on with a run that did not complete, and waits for its result, which counts all that either of them used. Steps and
     * items that were accepted are not repeated. A picture that was paid for and could not be stored is stored from its spool and
     * judged, and outputs that were not judged to the end are judged again, without a call. Other steps are tried anew, and told
     * of their earlier attempts. A step of which no output passed and with whose last others go on under {@code CONTINUE} stays
     * as it is, and so do those that it does not get to. The run keeps its id, input, attributes and listeners; its deadline
     * begins anew; what is left of its budget holds on. A result that was {@link RunStatus#WAITING} knows nothing of a
     * later decision: go on with the result of the run that {@link #decide} returned.
     *
     * <pre>{@code
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
        parts.requireNotAtWork("resume", flow);
        return runs.resume(flow, result, result.resumable());
    }

    /** The same with another budget, of which nothing is spent yet: what the run may spend from now on. */
    public <I, O> ToolFlowResult<O> resume(ToolFlow<I, O> flow, ToolFlowResult<O> result, Budget budget) {
        parts.requireNotAtWork("resume", flow);
        return runs.resume(flow, result, result.resumable().with(budget));
    }

    /**
     * Goes on with a run that a store keeps, from where its process left it, and waits for its result. What was accepted is not
     * repeated, a reply that was paid for is judged without a call, a call that was in flight is made again.
     *
     * @param flow the run's flow, as it was or as {@link Durability#upcast} makes it fit
     * @throws UnknownRunException if the store has no such run; {@link InvalidFlowException} if it is one of another flow
     * @throws dev.toolflow.run.RunStoreException if it belongs to another owner, is quarantined, cannot be read or fits the flow no
     *     more: each a type of its own, and nothing of the run is changed
     */
    public <I, O> ToolFlowResult<O> resume(ToolFlow<I, O> flow, String runId) {
        parts.requireNotAtWork("resume", flow);
        return runs.kept().resume(flow, runId, null).await();
    }

    /** The same with another budget, of which nothing is spent yet. */
    public <I, O> ToolFlowResult<O> resume(ToolFlow<I, O> flow, String runId, Budget budget) {
        parts.requireNotAtWork("resume", flow);
        return runs.kept().resume(flow, runId, budget).await();
    }

    /**
     * Takes up every kept run of these flows whose owner has died, and those that wait for a decision which is made by now. One
     * that fits its flow no more, cannot be read or is quarantined is left as it is, with a warning.
     *
     * @return the runs that go on
     */
    public List<FlowRun<?>> recover(List<? extends ToolFlow<?, ?>> flows) {
        return runs.kept().recover(flows);
    }

    /**
     * Starts a new run with the input of a kept one, which is left as it is. It keeps all that does not depend on this step, at
     * no cost of its own, and does the step and all behind it anew.
     *
     * @param stepId the id path of a step; of one within a loop, a choice or a subflow that shape begins anew
     * @throws UnknownRunException if the store has no such run
     * @throws IllegalArgumentException if the flow has no such step
     */
    public <I, O> FlowRun<O> forkFrom(ToolFlow<I, O> flow, String runId, String stepId) {
        return runs.kept().fork(flow, runId, stepId);
    }

    /** The runs that the engine's store keeps, whichever process works on them. */
    public StoredRuns runs() {
        return runs.kept().stored();
    }

    /** Hands a run in for a worker of any process, and returns its id; one whose id is there already is not handed in again. Refused as {@link #start} refuses. */
    public <I> String submit(ToolFlow<I, ?> flow, I input, RunOptions options) {
        BegunRun begun = BegunRun.of(parts, options, RunMemory.empty());
        begun.requireRunnable(flow, input);
        return runs.kept().submitted().submit(flow, input, begun);
    }

    /**
     * Works on submitted runs of these flows, which should be those of every worker of the store.
     *
     * @param atOnce how many at the same time, at least 1
     * @throws IllegalStateException if the store hands out no runs to workers
     */
    public RunWorker worker(List<? extends ToolFlow<?, ?>> flows, int atOnce) {
        return runs.kept().submitted().worker(flows, atOnce);
    }

    /** Starts a flow and returns at once, with default options. See {@link #start(ToolFlow, Object, RunOptions)}. */
    public <I, O> FlowRun<O> start(ToolFlow<I, O> flow, I input) {
        return start(flow, input, RunOptions.defaults());
    }

    /**
     * Starts a flow and returns at once. With a store of runs, an id that is there already means that run: it goes on, or is found
     * as it ended.
     *
     * @throws InvalidInputException when the input breaks a constraint; nothing was called
     * @throws InvalidFlowException when the model of an image step does not take its image settings; nothing was called
     * @throws dev.toolflow.step.StepException when a step's model is not allowed or not cleared; nothing was called
     * @throws RejectedRunException when the engine is closed or full, the tenant refused, or the id in use; nothing was called
     * @throws dev.toolflow.run.RunStoreException when the run cannot be kept, or one of this id is another one; nothing was called
     */
    public <I, O> FlowRun<O> start(ToolFlow<I, O> flow, I input, RunOptions options) {
        BegunRun begun = BegunRun.of(parts, options, RunMemory.empty());
        begun.requireRunnable(flow, input);
        return runs.start(flow, input, begun);
    }

    /**
     * Tells what a run would take at worst, without running it: nothing is sent. What follows from the input alone is worked out
     * exactly, such as how many items {@code each} has; functions given to {@code map} run for it. Refuses what a run would.
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
     * Says what a person decided in a run of this engine that waits for it, or still does other things meanwhile. It goes on at
     * once with all that it has done: same id, nothing is repeated. For runs of other processes see {@link StoredRuns#decide}.
     *
     * @param approvalId the id path of the approval, see {@link ToolFlowResult#waiting()}
     * @return the run that goes on
     * @throws UnknownRunException when the engine has no such run, or it has ended; else as {@link FlowRun#decide} does
     */
    public FlowRun<?> decide(String runId, String approvalId, Object answer) {
        return runs.active().run(runId).decide(approvalId, answer);
    }

    /** Where the images of its runs are. */
    public ImageStore images() {
        return parts.settings().images();
    }

    /**
     * A picture that a run made, as an application puts it into its messages: by the run's own record. See {@link Attachment}.
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
     * Takes no more runs, neither from callers nor from its workers, cancels those under way, which get 5 seconds to end, gives
     * up those that wait; then listeners get 5 seconds to hear the rest. Runs that a store keeps can be resumed or recovered.
     * Does nothing once the engine is closed. An interrupt ends the waiting and is kept.
     */
    @Override
    public void close() {
        close(Duration.ZERO);
    }

    /**
     * Takes no more runs, lets those under way go on for so long, and then closes as {@link #close()} does. A run that waits
     * for a person is not waited for. Called by several threads at once, the first to have no patience left cancels the runs, and
     * each returns when they have ended. An interrupt ends the waiting, cancels the runs and is kept.
     *
     * @param drain how long runs may go on, from zero to 365 days; it ends as soon as the last run has
     * @throws IllegalArgumentException if that is negative or too long
     * @throws IllegalStateException if a step of this engine would wait here, since its run would wait for itself
     */
    public void close(Duration drain) {
        closing.after(drain);
    }
}
