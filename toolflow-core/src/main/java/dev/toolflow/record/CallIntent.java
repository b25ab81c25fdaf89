package dev.toolflow.record;

import dev.toolflow.budget.Spending;
import dev.toolflow.tool.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * What was to be called, written before it was.
 *
 * @param tool the tool's name
 * @param endpoint where it goes
 * @param model the model that is asked
 * @param reserved what a budget held back for it; null where nothing was limited
 */
public record CallIntent(
        String tool,
        Endpoint endpoint,
        String model,
        @Nullable Spending reserved) {}
