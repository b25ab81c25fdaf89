package dev.toolflow;

import dev.toolflow.tool.Endpoint;
import dev.toolflow.tool.Rejection;
import dev.toolflow.tool.ToolCallException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Which model one step asks: its first, until that gives no answer and another may. For one thread. */
final class ModelChoice {
    /** What another model may see otherwise, of the reasons to reject a call. */
    private static final Set<Rejection> OF_THE_MODEL = EnumSet.of(
            Rejection.NOT_FOUND, Rejection.FORBIDDEN, Rejection.NO_QUOTA, Rejection.REFUSAL, Rejection.MODERATION);

    private final Deque<String> models;
    private final Endpoint endpoint;
    private Called.Tally last = Called.Tally.NOTHING;

    /**
     * A step's models.
     *
     * @param models in the order in which they are asked, at least one
     * @param endpoint where they are asked
     */
    ModelChoice(List<String> models, Endpoint endpoint) {
        this.models = new ArrayDeque<>(models);
        this.endpoint = endpoint;
    }

    /** The model that is asked now. */
    String model() {
        return models.element();
    }

    /** The last attempt's calls, by the model that is asked now. */
    void called(Called.Tally attempt) {
        last = attempt;
    }

    /** Goes on to the next model; false where there is none, or one of the last attempt's calls may have bought a picture. */
    boolean fallBack() {
        if (models.size() == 1 || (endpoint.isImage() && last.unknown() > 0)) {
            return false;
        }
        models.remove();
        return true;
    }

    /** Whether another model may answer where one failed so. A picture of which no one knows may have been bought. */
    boolean mayAnotherAnswer(RuntimeException error) {
        if (error instanceof ToolCallException.Rejected rejected) {
            return OF_THE_MODEL.contains(rejected.reason());
        }
        return error instanceof ToolCallException.Transient
                || (error instanceof ToolCallException.OutcomeUnknown && !endpoint.isImage());
    }
}
