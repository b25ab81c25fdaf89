package dev.toolflow.run;

import java.time.Instant;

/**
 * The right to write to a run, for one owner and for so long as it is renewed.
 *
 * @param runId the run
 * @param owner whose it is
 * @param fence higher than that of every earlier owner; a write with a lower one is refused
 * @param nextSeq the number of the next commit
 * @param until when it runs out unless it is renewed, by the store's clock
 * @param recovered whether the run was taken over from an owner that had not given it back
 */
public record Lease(String runId, Owner owner, long fence, long nextSeq, Instant until, boolean recovered) {}
