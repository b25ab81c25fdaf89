package dev.toolflow.testkit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A change of a good answer.
 *
 * @param name the fault's, for messages
 * @param chat the change of a chat completion; null where it makes no sense
 * @param images the change of an image answer; null where it makes no sense
 * @param flaw what a judging chat tool finds; null: nothing
 */
record AnswerEdit(
        String name,
        @Nullable Consumer<ObjectNode> chat,
        @Nullable UnaryOperator<ImagesReply> images,
        @Nullable String flaw) {

    static final AnswerEdit NOTHING = new AnswerEdit("none", completion -> {}, UnaryOperator.identity(), null);

    static AnswerEdit chat(String name, Consumer<ObjectNode> change) {
        return new AnswerEdit(name, change, null, null);
    }

    static AnswerEdit images(String name, UnaryOperator<ImagesReply> change) {
        return new AnswerEdit(name, null, change, null);
    }

    static AnswerEdit any(String name, Consumer<ObjectNode> chat, UnaryOperator<ImagesReply> images) {
        return new AnswerEdit(name, chat, images, null);
    }

    static AnswerEdit flaw(String text) {
        return new AnswerEdit("flaw", completion -> {}, null, text);
    }

    void apply(ObjectNode completion) {
        if (chat == null) {
            throw new MisplacedFault("fault '" + name + "' is for image requests, but a chat request came");
        }
        chat.accept(completion);
    }

    ImagesReply apply(ImagesReply reply) {
        if (images == null) {
            throw new MisplacedFault("fault '" + name + "' is for chat requests, but an image request came");
        }
        return images.apply(reply);
    }

    /** The test's script does not fit the request. */
    @SuppressWarnings("serial")
    static final class MisplacedFault extends RuntimeException {
        MisplacedFault(String message) {
            super(message + "; script it with on(endpoint) or on(tool)");
        }
    }
}
