package dev.toolflow;

import dev.toolflow.step.Attempt.Made;
import dev.toolflow.tool.ToolCallRequest;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A reply that was paid for and whose images could not be stored: they wait where they were received.
 *
 * @param number the attempt that it was for, or the first of several
 * @param made what was called for it
 * @param reply makes the reply to what was asked, which is worked out anew where an earlier process had asked
 */
record UnstoredReply(int number, Made made, Function<Supplier<ToolCallRequest>, Called.Answered> reply) {}
