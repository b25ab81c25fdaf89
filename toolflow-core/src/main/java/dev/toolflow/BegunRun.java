package dev.toolflow;

import java.util.UUID;

/**
 * What a run begins with.
 *
 * @param id the run's id
 * @param options what it was started with
 * @param tenant whom it is done for
 * @param memory what it takes over
 */
record BegunRun(String id, RunOptions options, RunTenant tenant, RunMemory memory) {

    /** @throws RejectedRunException if the engine does not take runs of this tenant */
    static BegunRun of(EngineParts engine, RunOptions options, RunMemory memory) {
        String id = options.id().orElseGet(() -> UUID.randomUUID().toString());
        return new BegunRun(id, options, RunTenant.of(engine, id, options), memory);
    }

    /**
     * @throws dev.toolflow.step.StepException if a step's model must not be called
     * @throws InvalidFlowException if the model of an image step does not take what engine and step ask for
     */
    void requireTaken(ToolFlow<?, ?> flow) {
        tenant.requireAllowed(flow);
        tenant.images().requireTaken(flow);
    }
}
