package dev.toolflow.jdbc;

import dev.toolflow.run.RunStoreException;

/** What is said of something that is not there. */
final class Missing {
    private Missing() {}

    static RunStoreException run(String runId) {
        return new RunStoreException(
                "there is no run '" + runId + "' in this store; it was purged, or the store is another one", null);
    }

    static RunStoreException call(String runId, String callId) {
        return new RunStoreException(
                "run '" + runId + "' has no call " + callId
                        + ": nothing was written; a call is settled after it was intended",
                null);
    }
}
