package dev.toolflow.record;

import dev.toolflow.step.StepStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a step stands, with every try. */
record StepDocument(
        int v,
        StepStatus status,
        int lastRound,
        int rounds,
        List<AttemptDocument> attempts,
        @Nullable ErrorDocument error) {}
