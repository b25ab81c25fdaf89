package dev.toolflow;

/**
 * Where a step runs.
 *
 * @param id the step's id path
 * @param scope whether its run may go on
 * @param journal what its run records
 */
record StepContext(String id, RunScope scope, RunJournal journal) {

    /** Where an audit step judges this step's attempt of that number: {@code hero~vision}, {@code hero~vision#2}. */
    StepContext audit(String name, int attempt) {
        return new StepContext(auditId(id, name) + (attempt == 1 ? "" : "#" + attempt), scope, journal);
    }

    static String auditId(String stepId, String name) {
        return stepId + "~" + name;
    }
}
