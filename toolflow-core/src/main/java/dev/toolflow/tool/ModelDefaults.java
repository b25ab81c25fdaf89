package dev.toolflow.tool;

/**
 * The models that are used where a step names none.
 *
 * @param chat the chat model, such as {@code gpt-5.4-mini}
 * @param image the model of image generations and edits, such as {@code gpt-image-2}
 */
public record ModelDefaults(String chat, String image) {

    /** Checks that both are named. */
    public ModelDefaults {
        if (chat.isBlank()) {
            throw new IllegalArgumentException("chat: must name a model, such as gpt-5.4-mini");
        }
        if (image.isBlank()) {
            throw new IllegalArgumentException("image: must name a model, such as gpt-image-2");
        }
    }

    /** {@code gpt-5.4-mini} for chat and {@code gpt-image-2} for images. */
    public static ModelDefaults standard() {
        return new ModelDefaults("gpt-5.4-mini", "gpt-image-2");
    }

    /** The model for a call of the named tool. */
    public String forTool(String toolName) {
        return Endpoint.forTool(toolName).isImage() ? image : chat;
    }
}
