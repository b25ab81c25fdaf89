package dev.toolflow;

/**
 * Where a step runs.
 *
 * @param id the step's id path
 * @param run its run
 */
record StepContext(String id, RunState run) {
    /** Stands before the name of an audit step in its id. */
    static final String AUDIT = "~";

    /** Whether the run may go on. */
    RunScope scope() {
        return run.scope();
    }

    /** What the run records. */
    RunJournal journal() {
        return run.journal();
    }

    /** What the run took over, and what waits for its store. */
    RunMemory memory() {
        return run.memory();
    }

    /** Whom the run is done for. */
    RunTenant tenant() {
        return run.tenant();
    }

    /** Where an audit step judges this step's attempt of that number: {@code hero~vision}, {@code hero~vision#2}. */
    StepContext audit(String name, int attempt) {
        return new StepContext(auditId(id, name) + (attempt == 1 ? "" : "#" + attempt), run);
    }

    static String auditId(String stepId, String name) {
        return stepId + AUDIT + name;
    }
}
