package dev.toolflow.run;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a run is when it is created.
 *
 * @param id 1 to 128 letters, digits, {@code . _ -}
 * @param flow the flow's name
 * @param tenant whom it is done for, or null
 * @param inputHash tells inputs apart: 64 hexadecimal digits
 * @param input the input
 * @param options what it was started with
 * @param forkedFrom the run that it was forked from, or null
 */
public record NewRun(
        String id,
        String flow,
        @Nullable String tenant,
        String inputHash,
        Payload input,
        Payload options,
        @Nullable String forkedFrom) {

    /** Whom it is done for; empty for nobody in particular. */
    public Optional<String> tenantIfAny() {
        return Optional.ofNullable(tenant);
    }
}
