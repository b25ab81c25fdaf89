package dev.toolflow;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** The runs of one engine: how many are admitted, how one begins, and what becomes of it when it has ended or waits. Thread-safe. */
final class EngineRuns {
    private final EngineParts parts;
    private final Semaphore admission;
    private final List<ListenerQueue> listeners;
    private final ActiveRuns runs = new ActiveRuns();

    EngineRuns(EngineParts parts) {
        this.parts = parts;
        this.admission = new Semaphore(parts.settings().runsAdmitted());
        this.listeners = parts.settings().listeners().stream()
                .map(listener -> new ListenerQueue(listener, parts.aside()))
                .toList();
    }

    /** Those under way and those that wait. */
    ActiveRuns active() {
        return runs;
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
        RunState state = begun.state(flow, input, listeners);
        RunScope scope = state.scope();
        FlowRun<O> run = new FlowRun<>(state, new CompletableFuture<>(), new Waiting<>(flow, input, state));
        runs.add(run);
        Runnable disarm =
                parts.deadlines().arm(scope, begun.options().deadline().orElse(null));
        RunExecution execution = new RunExecution(parts, flow.graph(), state, outcomes -> {
            disarm.run();
            ToolFlowResult<O> result = new RunOutcome(flow, state, outcomes)
                    .result(flow.body(), parts.settings().clock());
            ended(run, result, state.journal());
        });
        state.journal().created(flow.name());
        state.purse().unpriced(flow, begun.tenant().images()).ifPresent(scope::halt);
        execution.begin();
        return run;
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
            return begin(flow, input, BegunRun.of(parts, state.options().id(state.id()), memory));
        }

        @Override
        public void leave(FlowRun<O> run) {
            admission.release();
            runs.remove(run);
        }
    }
}
