package dev.toolflow;

import dev.toolflow.record.Hashes;
import dev.toolflow.run.NewRun;
import dev.toolflow.run.RunConflictException;
import dev.toolflow.run.RunRecord;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a store is given of a run before it begins. Immutable and thread-safe. */
record NewRuns(Durability durability) {

    /**
     * A run as it is created.
     *
     * @param forkedFrom the run that it takes steps from, or null
     * @throws InvalidFlowException if it could not be read back
     */
    NewRun of(ToolFlow<?, ?> flow, Object input, BegunRun begun, @Nullable String forkedFrom) {
        String json = KeepableFlow.require(flow, input);
        RunPayloads payloads = new RunPayloads(begun.id(), durability);
        return new NewRun(
                begun.id(),
                flow.name(),
                begun.options().tenant().orElse(null),
                Hashes.inputHash(json),
                payloads.input(json),
                payloads.options(begun.options()),
                forkedFrom);
    }

    /** @throws RunConflictException if the run that is there is another one than is wanted */
    static void requireSame(RunRecord there, NewRun wanted) {
        boolean sameFlow = there.flow().equals(wanted.flow());
        boolean sameInput = there.run().inputHash().equals(wanted.inputHash());
        if (sameFlow && sameInput && Objects.equals(there.run().tenant(), wanted.tenant())) {
            return;
        }
        String other = sameInput ? "for another tenant" : "with another input";
        throw new RunConflictException(
                "run '" + wanted.id() + "' is there already, "
                        + (sameFlow ? other : "of flow '" + LogField.clean(there.flow()) + "'")
                        + "; nothing was called; use another id, or resume that run as it was begun",
                null);
    }
}
