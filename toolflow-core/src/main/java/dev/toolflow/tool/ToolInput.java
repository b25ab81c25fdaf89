package dev.toolflow.tool;

import dev.toolflow.audit.Issue;
import dev.toolflow.image.GeneratedImage;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one call of a tool is given: the step's own input, clean of anything of the engine's, and beside it what the engine
 * adds for this attempt. Immutable.
 *
 * @param value the step's input as the record the flow made
 * @param json the same as JSON
 * @param included results of earlier steps that the model may see
 * @param feedback earlier attempts of this step that were not accepted, oldest first
 * @param images the stored images in the value of a chat step, which the model is to see; in their order, each once
 */
public record ToolInput(
        Object value, String json, List<Included> included, List<Feedback> feedback, List<GeneratedImage> images) {

    /** Copies the lists. */
    public ToolInput {
        Objects.requireNonNull(value, "value");
        Objects.requireNonNull(json, "json");
        included = List.copyOf(included);
        feedback = List.copyOf(feedback);
        images = List.copyOf(images);
    }

    /** An input of a first attempt, with nothing included. */
    public static ToolInput of(Object value, String json) {
        return new ToolInput(value, json, List.of(), List.of(), List.of());
    }

    /** Returns which attempt of the step this is, from 1: the one after the last that is fed back. */
    public int round() {
        return feedback.isEmpty() ? 1 : feedback.get(feedback.size() - 1).attempt() + 1;
    }

    @Override
    public String toString() {
        return "ToolInput[" + value.getClass().getSimpleName() + ", " + json.length() + " characters, included="
                + included.size() + ", feedback=" + feedback.size() + ", images=" + images.size() + "]";
    }

    /**
     * The result of an earlier step.
     *
     * @param stepId the step's id
     * @param outputJson its output as JSON
     * @param issues its issues at or above the severity filter; may be empty
     */
    public record Included(String stepId, String outputJson, List<Issue> issues) {
        /** Copies the list. */
        public Included {
            issues = List.copyOf(issues);
        }

        @Override
        public String toString() {
            return "Included[" + stepId + "]";
        }
    }

    /**
     * An attempt that was not accepted.
     *
     * @param attempt its number, from 1
     * @param outputJson what the model had answered, JSON or not; null when nothing came through
     * @param issues what was wrong, at or above the severity filter
     */
    public record Feedback(int attempt, @Nullable String outputJson, List<Issue> issues) {
        /** Copies the list. */
        public Feedback {
            issues = List.copyOf(issues);
        }

        @Override
        public String toString() {
            return "Feedback[attempt " + attempt + ", issues=" + issues.size() + "]";
        }
    }
}
