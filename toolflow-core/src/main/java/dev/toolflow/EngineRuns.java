package dev.toolflow;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The runs of one engine: how many are admitted, how one begins, and what becomes of it when it has ended or waits. Thread-safe. */
final class EngineRuns {
    private final EngineParts parts;
    private final Semaphore admission;
    private final List<ListenerQueue> listeners;
    private final ActiveRuns runs = new ActiveRuns();
    private final @Nullable KeptRuns kept;

    EngineRuns(EngineParts parts) {
        this.parts = parts;
        this.admission = new Semaphore(parts.settings().runsAdmitted());
        this.listeners = parts.settings().listeners().stream()
                .map(listener -> new ListenerQueue(listener, parts.aside()))
                .toList();
        Durability durability = parts.settings().durability();
        this.kept = durability == null ? null : new KeptRuns(parts, this, durability);
    }

    /**
     * Those that a store keeps.
     *
     * @throws IllegalStateException if the engine has none
     */
    KeptRuns kept() {
        if (kept == null) {
            throw new IllegalStateException("the engine keeps no runs beyond its process; build it with store(…)");
        }
        return kept;
    }

    void close() {
        if (kept != null) {
            kept.watch().close();
        }
    }

    /** Begins a run, or finds the one that a store has under its id. */
    <I, O> FlowRun<O> start(ToolFlow<I, O> flow, I input, BegunRun begun) {
        return kept == null ? admitted(() -> begin(flow, input, begun)) : kept.start(flow, input, begun);
    }

    /** Goes on with a run that has ended in this process. */
    <I, O> ToolFlowResult<O> resume(ToolFlow<I, O> flow, ToolFlowResult<O> result, ResumableRun run) {
        String id = result.runId();
        if (run.flow() != flow) {
            throw new InvalidFlowException("flow '" + flow.name() + "': run " + id + " is one of another flow, '"
                    + result.flow() + "'; resume it with the flow that it was run with");
        }
        if (result.status() == RunStatus.COMPLETED || runs.isWaiting(id)) {
            return result;
        }
        I input = flow.inputType().cast(run.input());
        RunMemory memory = run.memory().after(result).spent(run.spent());
        BegunRun begun = BegunRun.of(parts, run.options().id(id), memory);
        return admitted(() -> kept == null
                        ? begin(flow, input, begun)
                        : goOn(flow, input, begun, kept.again(id, run.fence())))
                .await();
    }

    /** Those under way and those that wait. */
    ActiveRuns active() {
        return runs;
    }

    boolean isFull() {
        return admission.availablePermits() == 0;
    }

    /** Begins a run if there is room for one more. */
    <O> FlowRun<O> admitted(Supplier<FlowRun<O>> begin) {
        runs.requireOpen();
        if (!admission.tryAcquire()) {
            throw new RejectedRunException("as many runs are under way as the engine admits ("
                    + parts.settings().runsAdmitted() + "); try again later, or raise runsAdmitted");
        }
        try {
            return begin.get();
        } catch (RuntimeException | Error e) {
            admission.release();
            throw e;
        }
    }

    <I, O> FlowRun<O> begin(ToolFlow<I, O> flow, I input, BegunRun begun) {
        RunKeeper keeper = begun.keeper();
        RunState state = begun.state(flow, input, keeper.isReplay() ? List.of() : listeners);
        RunScope scope = state.scope();
        FlowRun<O> run = new FlowRun<>(state, new CompletableFuture<>(), new Waiting<>(flow, input, state));
        runs.add(run);
        Runnable disarm =
                parts.deadlines().arm(scope, begun.options().deadline().orElse(null));
        RunExecution execution = new RunExecution(parts, flow.graph(), state, outcomes -> {
            disarm.run();
            ToolFlowResult<O> result = new RunOutcome(flow, state, outcomes)
                    .result(flow.body(), parts.settings().clock());
            ended(run, keeper.ended(result), state.journal());
        });
        state.journal().created(flow.name());
        keeper.begins(scope, flow.graph());
        if (!keeper.isReplay()) {
            state.purse().unpriced(flow, begun.tenant().images()).ifPresent(scope::halt);
        }
        execution.begin();
        return run;
    }

    private <I, O> FlowRun<O> goOn(ToolFlow<I, O> flow, I input, BegunRun begun, RunKeeper keeper) {
        try {
            return begin(flow, input, begun.keptBy(keeper));
        } catch (RuntimeException | Error e) {
            keeper.notBegun();
            throw e;
        }
    }

    /** A run that waits keeps its place: it is in memory until it is decided or given up. */
    private <O> void ended(FlowRun<O> run, ToolFlowResult<O> result, RunJournal journal) {
        boolean over = result.status() != RunStatus.WAITING;
        journal.finished(result);
        if (over) {
            admission.release();
        }
        run.ended(result);
        if (over) {
            runs.remove(run);
        }
    }

    private final class Waiting<I, O> implements FlowRun.Waits<O> {
        private final ToolFlow<I, O> flow;
        private final I input;
        private final RunState state;

        Waiting(ToolFlow<I, O> flow, I input, RunState state) {
            this.flow = flow;
            this.input = input;
            this.state = state;
        }

        @Override
        public FlowRun<O> goOn(ToolFlowResult<O> waiting, Decision decision) {
            RunMemory memory =
                    state.memory().after(waiting).goingOn().spent(state.purse().spent());
            memory.decided(decision.id(), decision.answer());
            BegunRun begun = BegunRun.of(parts, state.options().id(state.id()), memory);
            return EngineRuns.this.goOn(flow, input, begun, state.keeper().again());
        }

        @Override
        public void leave(FlowRun<O> run) {
            admission.release();
            runs.remove(run);
            state.keeper().givenUp();
        }
    }
}
