package dev.toolflow.testkit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Consumer;

/** The faults that only a chat answer can have. All are paid for: usage stays as it was. */
public final class ChatFault {

    private ChatFault() {}

    /** Returns a chat answer that {@code change} has changed; its tree is OpenAI's {@code chat.completion}. */
    public static Fault completion(Consumer<ObjectNode> change) {
        return Fault.edit(AnswerEdit.chat("completion", change));
    }

    /**
     * Returns a judge's answer that finds one flaw and gives a low score. By default, a tool that judges ({@code audit_image}
     * for example) finds nothing wrong.
     */
    public static Fault flaw(String message) {
        return Fault.edit(AnswerEdit.flaw(message));
    }

    /** Returns a refusal in place of the tool call. */
    public static Fault refusal(String text) {
        return Fault.edit(AnswerEdit.chat("refusal", ChatEdits.refusal(text)));
    }

    /** Returns arguments cut in the middle, with finish reason {@code length}. */
    public static Fault cutArguments() {
        return Fault.edit(AnswerEdit.chat("cutArguments", ChatEdits::cutArguments));
    }

    /** Returns no tool call, with finish reason {@code content_filter}. */
    public static Fault contentFilter() {
        return Fault.edit(AnswerEdit.chat("contentFilter", ChatEdits::contentFilter));
    }

    /** Returns prose in place of the tool call. */
    public static Fault noToolCall() {
        return Fault.edit(AnswerEdit.chat("noToolCall", ChatEdits::noToolCall));
    }

    /** Returns a call of another tool. */
    public static Fault wrongTool(String name) {
        return Fault.edit(AnswerEdit.chat("wrongTool", ChatEdits.wrongTool(name)));
    }

    /** Returns the same tool call twice. */
    public static Fault twoToolCalls() {
        return Fault.edit(AnswerEdit.chat("twoToolCalls", ChatEdits::twoToolCalls));
    }

    /** Returns arguments that are no JSON. */
    public static Fault notJsonArguments() {
        return arguments("Certainly! Here are the colours: deep green, cream");
    }

    /** Returns exactly these arguments. */
    public static Fault arguments(String arguments) {
        return Fault.edit(AnswerEdit.chat("arguments", ChatEdits.arguments(arguments)));
    }
}
