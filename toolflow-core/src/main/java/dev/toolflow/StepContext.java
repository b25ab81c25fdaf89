package dev.toolflow;

import dev.toolflow.tool.Credentials;
import java.time.Duration;
import java.util.Optional;

/**
 * Where a step runs.
 *
 * @param id the step's id path
 * @param run its run
 * @param scope whether it may go on
 */
record StepContext(String id, RunState run, RunScope scope) {
    /** Stands before the name of an audit step in its id. */
    static final String AUDIT = "~";

    /** Where a step runs that has as much time as what it stands in. */
    StepContext(String id, RunWork within) {
        this(id, within.state(), within.scope());
    }

    /** The same with so much time of its own, from now on, if it has any. */
    StepContext within(Optional<Duration> deadline) {
        return deadline.map(longest -> new StepContext(id, run, scope.part(longest)))
                .orElse(this);
    }

    /** What the run records. */
    RunJournal journal() {
        return run.journal();
    }

    /** What the run writes down. */
    RunKeeper keeper() {
        return run.keeper();
    }

    /** What the run took over, and what waits for its store. */
    RunMemory memory() {
        return run.memory();
    }

    /** Whom the run is done for, and what that allows. */
    RunTenant doneFor() {
        return run.tenant();
    }

    /** Whom the step is done for, as fairness counts; empty for nobody in particular. */
    String tenant() {
        return run.options().tenant().orElse("");
    }

    /** Names the key that the step's calls are made with, without being it: what keys are limited by is counted for each. */
    String keyId() {
        return doneFor().credentials().map(Credentials::id).orElse("default");
    }

    /** What the run pays from. */
    Purse purse() {
        return run.purse();
    }

    /** Where an audit step judges this step's attempt of that number: {@code hero~vision}, {@code hero~vision#2}. */
    StepContext audit(String name, int attempt) {
        return new StepContext(auditId(id, name) + (attempt == 1 ? "" : "#" + attempt), run, scope);
    }

    static String auditId(String stepId, String name) {
        return stepId + AUDIT + name;
    }
}
