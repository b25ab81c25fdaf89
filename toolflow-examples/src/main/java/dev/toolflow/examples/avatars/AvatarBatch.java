package dev.toolflow.examples.avatars;

import dev.toolflow.FlowPlan;
import dev.toolflow.FlowRun;
import dev.toolflow.RunOptions;
import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.event.ToolFlowListener;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Makes the avatars of several personas, so many at once. What goes wrong with one does not touch the others. One use;
 * {@link #cancel} may be called from any thread.
 */
public final class AvatarBatch {
    /** The attribute of stored pictures that says whose they are. */
    public static final String PERSONA = "persona";

    private final ToolFlowEngine engine;
    private final AvatarWish wish;
    private final Audience audience;
    private final RunOptions each;
    private final Set<FlowRun<?>> underWay = new HashSet<>();
    private boolean cancelled;
    private boolean outOfMoney;

    /**
     * A batch that is not begun.
     *
     * @param engine whose store the pictures go to
     * @param wish what is wanted of each persona
     * @param audience hears how it goes
     * @param each what every run is told
     */
    public AvatarBatch(ToolFlowEngine engine, AvatarWish wish, Audience audience, RunOptions each) {
        this.engine = engine;
        this.wish = wish;
        this.audience = audience;
        this.each = each;
    }

    /**
     * A persona to be done.
     *
     * @param persona who
     * @param directory the name of the directory for its files
     * @param kept what there is already
     * @param runId of its run
     */
    public record Job(Persona persona, String directory, Kept kept, String runId) {}

    /** Who hears how a batch goes. */
    public interface Audience {
        /** A persona is begun; the listener hears its run. Called by several threads. */
        ToolFlowListener begins(Job job);

        /**
         * A step of a persona made something, and this is all there is of them now. What needs it waits until this returns.
         * Called by several threads, for each job one call after another.
         */
        void made(Job job, Kept kept);

        /** A run ended, well or not. Called by several threads, each with its own job. */
        void ended(Job job, ToolFlowResult<Avatars> result);
    }

    /** What a job would take at worst. */
    public static FlowPlan plan(ToolFlowEngine engine, AvatarWish wish, Job job) {
        Gathering earlier = new Gathering(job.kept(), kept -> {});
        return engine.plan(AvatarFlow.define(wish, engine.images(), earlier), job.persona());
    }

    /**
     * Does all jobs, at most so many at once, and returns when they have ended. No other is begun when the money of one ran
     * out. What the audience throws ends the batch.
     */
    public void run(List<Job> jobs, int atOnce) {
        Queue<Job> waiting = new ConcurrentLinkedQueue<>(jobs);
        ExecutorService lanes = Executors.newFixedThreadPool(atOnce);
        try {
            CompletableFuture<?>[] all = new CompletableFuture<?>[atOnce];
            Arrays.setAll(all, lane -> CompletableFuture.runAsync(() -> work(waiting), lanes));
            CompletableFuture.allOf(all).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        } finally {
            lanes.shutdown();
        }
    }

    /** Begins nothing more and cancels what is under way. */
    public void cancel() {
        List<FlowRun<?>> runs;
        synchronized (underWay) {
            cancelled = true;
            runs = List.copyOf(underWay);
        }
        runs.forEach(FlowRun::cancel);
    }

    /** Whether it was cancelled. */
    public boolean isCancelled() {
        synchronized (underWay) {
            return cancelled;
        }
    }

    private boolean goesOn() {
        synchronized (underWay) {
            return !cancelled && !outOfMoney;
        }
    }

    /** Whoever cannot keep what was made must not have more made. */
    private void work(Queue<Job> waiting) {
        try {
            for (Job job = waiting.poll(); job != null && goesOn(); job = waiting.poll()) {
                make(job);
            }
        } catch (RuntimeException e) {
            cancel();
            throw e;
        }
    }

    private void make(Job job) {
        Gathering gathering = new Gathering(job.kept(), kept -> audience.made(job, kept));
        FlowRun<Avatars> run = engine.start(
                AvatarFlow.define(wish, engine.images(), gathering),
                job.persona(),
                each.id(job.runId()).attribute(PERSONA, job.persona().name()).listener(audience.begins(job)));
        enlist(run);
        ToolFlowResult<Avatars> result = run.result().join();
        synchronized (underWay) {
            underWay.remove(run);
            outOfMoney |= result.status() == RunStatus.OVER_BUDGET;
        }
        audience.ended(job, result);
    }

    private void enlist(FlowRun<?> run) {
        synchronized (underWay) {
            underWay.add(run);
        }
        if (isCancelled()) {
            run.cancel();
        }
    }
}
