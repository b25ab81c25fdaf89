package dev.toolflow.run;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One call of a run: written before it is made, settled when it is known what came of it.
 *
 * @param id made by the caller, unlike that of every other call: 1 to 64 characters
 * @param place which call it is
 * @param intendedAt when it was about to be made
 * @param intent what was to be called, and what was reserved for it
 * @param settlement what came of it, or null where that is not known
 */
public record CallRecord(
        String id,
        Place place,
        Instant intendedAt,
        Payload intent,
        @Nullable Settlement settlement) {

    /** Checks the id. */
    public CallRecord {
        if (id.isBlank() || id.length() > 64) {
            throw new IllegalArgumentException("call: an id has 1 to 64 characters");
        }
    }

    /**
     * Which call of a run it is.
     *
     * @param stepId the step's id path
     * @param attempt the attempt, or the first of several that it is for; from 1
     * @param number which call for that attempt, from 1
     * @param model the model that is asked
     */
    public record Place(String stepId, int attempt, int number, String model) {}

    /**
     * What came of a call.
     *
     * @param at when
     * @param answered whether there is a reply
     * @param outcome receipt, usage, cost and the reply
     */
    public record Settlement(Instant at, boolean answered, Payload outcome) {}

    /** Whether nobody knows what came of it. */
    public boolean isOpen() {
        return settlement == null;
    }

    /** The same call, settled. */
    public CallRecord settled(Settlement how) {
        return new CallRecord(id, place, intendedAt, intent, how);
    }
}
