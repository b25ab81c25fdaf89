package dev.toolflow.examples.flow;

import dev.toolflow.image.ImageGenerationOutput;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.step.VisionAudit;

/** Whether a chat model looks at each picture before it is accepted. It costs a call each time. */
public enum Looking {
    /** No one looks. */
    UNSEEN,
    /** A vision audit looks. */
    AUDITED;

    /** The step, with this audit if anyone looks. */
    public <I> ToolCallStep<I, ImageGenerationOutput> at(
            ToolCallStep<I, ImageGenerationOutput> step, VisionAudit audit) {
        return this == AUDITED ? step.audit(audit) : step;
    }
}
