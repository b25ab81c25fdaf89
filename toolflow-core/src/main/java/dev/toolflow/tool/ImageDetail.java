package dev.toolflow.tool;

/**
 * How closely a chat model looks at the images of its input; more detail costs more tokens. Source: OpenAI's guide "Images
 * and vision".
 */
public enum ImageDetail {
    /** The model chooses. */
    AUTO,
    /** A small version, at a small fixed number of tokens. */
    LOW,
    /** As close as the model can. */
    HIGH
}
