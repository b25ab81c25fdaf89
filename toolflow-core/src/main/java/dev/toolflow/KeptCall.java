package dev.toolflow;

import dev.toolflow.ingest.SpooledImage;
import dev.toolflow.tool.CallReceipt;
import dev.toolflow.tool.Cost;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A call that was written down before it was made. For one thread. */
@FunctionalInterface
interface KeptCall {
    /** Of a run that lives in memory only. */
    KeptCall NONE = how -> null;

    /** Writes what came of it; returns why it could not be written, or null. */
    @Nullable
    RuntimeException settled(How how);

    /**
     * What came of a call.
     *
     * @param receipt what it was
     * @param cost what it cost by that
     * @param taken what it took from the run's budget
     * @param answer the reply's JSON, or null where there is none
     * @param images what was received with it
     * @param error why there is no reply, or null
     */
    record How(
            CallReceipt receipt,
            Cost cost,
            Reservation.Taken taken,
            @Nullable String answer,
            List<SpooledImage> images,
            @Nullable RuntimeException error) {}
}
