package dev.toolflow.tool;

/**
 * Calls a model: the one door between a flow and OpenAI, for chat and images alike. An implementation is thread-safe and
 * is shared by all steps, runs and engines; the engine never closes it.
 *
 * <p>A call is exactly one HTTP request. Retries, limits, budgets and events belong to the engine and wrap any
 * implementation; a service that retries by itself makes the engine's books wrong.
 */
@FunctionalInterface
public interface OpenAiToolService {

    /**
     * Makes one call and waits for its reply: {@code generate_image} goes to image generations, {@code edit_image} to image
     * edits, every other tool to chat completions with a forced call of that tool.
     *
     * @throws ToolCallException.Transient when nothing was bought and the same call may work later
     * @throws ToolCallException.Rejected when the same call would be refused again
     * @throws ToolCallException.Malformed when the reply was paid for but cannot be used
     * @throws ToolCallException.OutcomeUnknown when the request was sent and no one knows what became of it
     * @throws ToolCallException.NotReceived when the reply was paid for and its images could not be spooled
     */
    ToolCallResponse executeToolCall(ToolCallRequest request, CallContext context);

    /** The models used for a step when neither the step nor the engine names one. */
    default ModelDefaults models() {
        return ModelDefaults.standard();
    }
}
