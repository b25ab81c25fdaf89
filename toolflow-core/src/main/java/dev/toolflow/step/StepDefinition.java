package dev.toolflow.step;

import dev.toolflow.tool.ToolSpec;
import java.util.Optional;

/**
 * What a tool is: its name, its input and its output. A definition is an immutable value, made once and shared by flows,
 * runs and threads; {@link ToolCallStep} is one use of it in a flow.
 *
 * @param <I> what the step is given
 * @param <O> what the step makes
 */
public sealed interface StepDefinition<I, O>
        permits ChatStepDefinition, ImageGenerationStepDefinition, ImageEditStepDefinition, LocalStepDefinition {

    /** The name of the tool, which is also the step's id unless its use in a flow names another. */
    String name();

    /**
     * Which of the definitions of this name it is. Change it when what the step makes changes in a way that neither tool, types
     * nor input tell: its audits, its sanitizers, a local step's function. Results of another version are not reused. Default
     * {@code 1}.
     */
    String version();

    /** The type of what the step is given. */
    Class<I> inputType();

    /** The type of what the step makes. */
    Class<O> outputType();

    /** What a model is told of the tool; empty for a local step, which calls none. */
    Optional<ToolSpec> tool();

    /** What is called to {@linkplain ImageRepair#EDIT edit} a picture that did not pass; empty for a step without pictures. */
    default Optional<ToolSpec> repairTool() {
        return Optional.empty();
    }
}
