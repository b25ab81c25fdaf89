package dev.toolflow.run;

import java.time.Instant;

/**
 * What a person decided; the first decision holds.
 *
 * @param approvalId the id path of the approval
 * @param at when, by the store's clock
 * @param answer what is handed on
 */
public record DecisionRecord(String approvalId, Instant at, Payload answer) {}
