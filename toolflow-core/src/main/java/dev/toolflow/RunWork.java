package dev.toolflow;

import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * What all nodes of one run work with, or those of one item of it. Immutable; its parts are thread-safe.
 *
 * @param engine what all runs share
 * @param state the run
 * @param scope whether the nodes may go on
 * @param aside ends, one after another, what was stopped before its turn
 */
record RunWork(EngineParts engine, RunState state, RunScope scope, Executor aside) {

    static RunWork of(EngineParts engine, RunState state) {
        return new RunWork(engine, state, state.scope(), new OneByOne(engine.aside()));
    }

    /** The same for one item, where a failure halts that item only. */
    RunWork item() {
        return new RunWork(engine, state, scope.item(), aside);
    }

    /** Does the work on a worker, woken when the run is stopped, then what the work says comes next, which is not woken. */
    void onWorker(Supplier<Runnable> work, Runnable skip) {
        RunActivity activity = state.activity();
        activity.begins();
        Supplier<Runnable> whole = () ->
                activity.ending(handingOn(scope.mayStart() ? engine.working(() -> scope.interruptibly(work)) : skip));
        String tenant = state.options().tenant().orElse("");
        if (engine.workers().handsOn(state, tenant, () -> whole.get().run())) {
            return;
        }
        new Turn(scope, queued -> engine.workers().execute(tenant, queued), aside).take(whole, activity.ending(skip));
    }

    private Runnable handingOn(Runnable last) {
        return () -> engine.workers().handingOn(state, last);
    }
}
