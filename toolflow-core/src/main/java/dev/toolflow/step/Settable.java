package dev.toolflow.step;

import dev.toolflow.tool.Endpoint;
import dev.toolflow.tool.ToolSpec;
import java.time.Duration;

/**
 * What the uses of a definition may set: a local step calls no model, only image steps make pictures. Immutable.
 *
 * @param id the use
 * @param definition what is used
 */
record Settable(String id, StepDefinition<?, ?> definition) {
    private static final int MOST_RETRIES = 100;
    private static final Duration LONGEST_DEADLINE = Duration.ofDays(365);

    void model(String setting) {
        if (definition instanceof LocalStepDefinition) {
            throw refused(setting + ": a local step calls no model; leave it out");
        }
    }

    void chat(String setting) {
        if (!(definition instanceof ChatStepDefinition)) {
            throw refused(setting + ": this step calls no chat model; leave it out");
        }
    }

    void images(String setting) {
        if (definition
                .tool()
                .map(ToolSpec::name)
                .map(Endpoint::forTool)
                .filter(Endpoint::isImage)
                .isEmpty()) {
            throw refused(setting + ": only a generate_image or edit_image step makes pictures; leave it out");
        }
    }

    void retries(int retries) {
        if (retries < 0 || retries > MOST_RETRIES) {
            throw refused("maxRetries: must be from 0 to " + MOST_RETRIES + ", was " + retries);
        }
        if (retries > 0 && definition instanceof LocalStepDefinition) {
            throw refused("maxRetries: a local step gives the same output again; leave it at 0");
        }
    }

    void deadline(Duration longest) {
        if (longest.isZero() || longest.isNegative() || longest.compareTo(LONGEST_DEADLINE) > 0) {
            throw refused("deadline: must be longer than zero and at most 365 days, was " + longest);
        }
    }

    IllegalArgumentException refused(String why) {
        return new IllegalArgumentException("step '" + id + "': " + why);
    }
}
