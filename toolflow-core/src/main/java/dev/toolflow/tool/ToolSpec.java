package dev.toolflow.tool;

import java.util.Objects;

/**
 * What a tool is, as the model is told it. Made once per step definition and the same object for every call, so a service
 * may keep what it rendered from it. Immutable; compared by identity.
 */
public final class ToolSpec {
    private final String name;
    private final String description;
    private final String instructions;
    private final String outputSchema;

    /**
     * Describes a tool.
     *
     * @param name the tool's name on the wire
     * @param description what the tool is for; may be empty
     * @param instructions the system message; may be empty
     * @param outputSchema the JSON schema of the tool's arguments, empty for image tools
     */
    public ToolSpec(String name, String description, String instructions, String outputSchema) {
        this.name = Objects.requireNonNull(name, "name");
        this.description = Objects.requireNonNull(description, "description");
        this.instructions = Objects.requireNonNull(instructions, "instructions");
        this.outputSchema = Objects.requireNonNull(outputSchema, "outputSchema");
    }

    /** The tool's name on the wire, such as {@code generate_palette}. */
    public String name() {
        return name;
    }

    /** What the tool is for; may be empty. */
    public String description() {
        return description;
    }

    /** The system message of a chat call; may be empty. */
    public String instructions() {
        return instructions;
    }

    /** The strict JSON schema of the tool's arguments; empty for image tools. */
    public String outputSchema() {
        return outputSchema;
    }

    @Override
    public String toString() {
        return "ToolSpec[" + name + "]";
    }
}
