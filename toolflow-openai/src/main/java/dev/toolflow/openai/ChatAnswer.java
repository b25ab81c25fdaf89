package dev.toolflow.openai;

import dev.toolflow.tool.Rejection;
import dev.toolflow.tool.ToolCallResponse;
import org.jspecify.annotations.Nullable;

/**
 * A chat model's answer, however it was sent, judged when all of it was read and usage is known. What the arguments say
 * is not looked at. Source: OpenAI's API reference, "The chat completion object". For one thread.
 */
final class ChatAnswer {
    private final Reply reply;
    private int toolCalls;
    private @Nullable String tool;
    private @Nullable String arguments;
    private @Nullable String refusal;
    private @Nullable ErrorBody error;

    ChatAnswer(Reply reply) {
        this.reply = reply;
    }

    /** The model made a tool call, perhaps one of several. */
    void called() {
        toolCalls++;
    }

    void tool(@Nullable String name) {
        tool = name;
    }

    void arguments(@Nullable String json) {
        arguments = json;
    }

    void refusal(@Nullable String words) {
        refusal = words;
    }

    /** The reply has an error, which counts if there is no answer. */
    void failed(ErrorBody told) {
        error = told;
    }

    /** What the call gave. */
    ToolCallResponse judged() {
        if (refusal != null && !refusal.isBlank()) {
            throw reply.rejected(
                    Rejection.REFUSAL, "the model refused to answer; reword the step's input or its instructions");
        }
        if ("content_filter".equals(reply.finishReason())) {
            throw reply.rejected(
                    Rejection.MODERATION,
                    "the content filter stopped the answer; reword the step's input or its instructions");
        }
        if ("length".equals(reply.finishReason())) {
            throw reply.malformed("reply cut at " + reply.request().options().maxTokens() + " tokens; raise maxTokens");
        }
        return new ToolCallResponse(requireArguments(), reply.receipt());
    }

    private String requireArguments() {
        String asked = reply.request().tool().name();
        if (toolCalls == 0 && error != null) {
            throw Faults.inReply(reply, error);
        }
        if (toolCalls == 0) {
            throw reply.malformed("the model did not call the tool " + asked);
        }
        if (toolCalls > 1) {
            throw reply.malformed("the model made " + toolCalls + " tool calls, one was asked for");
        }
        if (!asked.equals(tool)) {
            throw reply.malformed("the model called another tool than " + asked);
        }
        String given = arguments;
        if (given == null || given.isBlank()) {
            throw reply.malformed("the model called the tool " + asked + " without arguments");
        }
        return given;
    }
}
