package dev.toolflow;

import java.time.Clock;
import java.util.List;
import java.util.UUID;

/**
 * What a run begins with.
 *
 * @param engine what runs it
 * @param id the run's id
 * @param options what it was started with
 * @param tenant whom it is done for
 * @param memory what it takes over
 * @param keeper what it writes down
 */
record BegunRun(
        EngineParts engine, String id, RunOptions options, RunTenant tenant, RunMemory memory, RunKeeper keeper) {

    /** @throws RejectedRunException if the engine does not take runs of this tenant */
    static BegunRun of(EngineParts engine, RunOptions options, RunMemory memory) {
        String id = options.id().orElseGet(() -> UUID.randomUUID().toString());
        return new BegunRun(engine, id, options, RunTenant.of(engine, id, options), memory, RunKeeper.NONE);
    }

    /** The same run, written down. */
    BegunRun keptBy(RunKeeper other) {
        return new BegunRun(engine, id, options, tenant, memory, other);
    }

    /** Its state, with nothing done yet; its time begins here. */
    RunState state(ToolFlow<?, ?> flow, Object input, List<ListenerQueue> listeners) {
        Clock clock = engine.settings().clock();
        return new RunState(
                flow,
                id,
                options,
                tenant,
                new RunScope(clock, options.deadline().orElse(null)),
                new RunJournal(
                        keeper.isReplay() ? RunLog.silent(id, flow.name()) : RunLog.of(id, flow.name()),
                        clock,
                        options.audience().queues(listeners, engine.aside()),
                        memory),
                RunValues.of(flow.graph(), input),
                keeper,
                memory,
                engine.ledger().purse(options.budget(), memory.spent(), tenant.accounts(engine.ledger())),
                new RunActivity(memory, keeper),
                clock.instant());
    }

    /** What runs it, with the models that its tenant calls where a step names none. */
    EngineParts parts() {
        return engine.with(tenant.images());
    }

    /**
     * Checks what can be known before it begins.
     *
     * @throws InvalidInputException if the input breaks a constraint
     * @throws dev.toolflow.step.StepException if a step's model must not be called
     * @throws InvalidFlowException if the model of an image step does not take what engine and step ask for
     */
    <I> void requireRunnable(ToolFlow<I, ?> flow, I input) {
        engine.requireInput(flow, input);
        tenant.requireAllowed(flow);
        tenant.images().requireTaken(flow);
    }
}
