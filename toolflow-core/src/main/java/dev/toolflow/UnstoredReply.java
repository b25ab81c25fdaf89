package dev.toolflow;

import dev.toolflow.step.Attempt.Made;

/**
 * A reply that was paid for and whose images could not be stored: they wait in its spool.
 *
 * @param number the attempt that it was for, or the first of several
 * @param made what was called for it
 * @param answered the reply
 */
record UnstoredReply(int number, Made made, Called.Answered answered) {}
