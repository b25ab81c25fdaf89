package dev.toolflow.record;

import dev.toolflow.step.StepResult;

/**
 * What is kept of a step.
 *
 * @param result how it stands
 * @param lastRound the number of the attempt that its last round began with, from 1
 * @param rounds how many rounds of attempts it had since it was last begun
 * @param <O> what the step makes
 */
public record Kept<O>(StepResult<O> result, int lastRound, int rounds) {}
