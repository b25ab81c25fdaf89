package dev.toolflow.tool;

/** Where a tool's calls go. The tool's name decides, see ADR 0020. */
public enum Endpoint {
    /** {@code POST /chat/completions}: every tool that is not named below. */
    CHAT,
    /** {@code POST /images/generations}: the tool {@value #GENERATE_IMAGE}. */
    IMAGE_GENERATION,
    /** {@code POST /images/edits}: the tool {@value #EDIT_IMAGE}. */
    IMAGE_EDIT;

    /** The tool name reserved for image generations. */
    public static final String GENERATE_IMAGE = "generate_image";

    /** The tool name reserved for image edits. */
    public static final String EDIT_IMAGE = "edit_image";

    /** The endpoint for the named tool. */
    public static Endpoint forTool(String toolName) {
        return switch (toolName) {
            case GENERATE_IMAGE -> IMAGE_GENERATION;
            case EDIT_IMAGE -> IMAGE_EDIT;
            default -> CHAT;
        };
    }

    /** Returns whether a call here buys images. */
    public boolean isImage() {
        return this != CHAT;
    }
}
