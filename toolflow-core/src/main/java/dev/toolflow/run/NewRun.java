package dev.toolflow.run;

import java.util.Optional;
import java.util.regex.Pattern;
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
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,128}");

    /** Checks the id. */
    public NewRun {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("run: an id has 1 to 128 letters, digits, '.', '_' and '-'");
        }
    }

    /** Whom it is done for; empty for nobody in particular. */
    public Optional<String> tenantIfAny() {
        return Optional.ofNullable(tenant);
    }
}
