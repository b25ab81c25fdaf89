package dev.toolflow.step;

import dev.toolflow.tool.Endpoint;
import java.util.regex.Pattern;

/** The rules for what tools and steps are called. */
final class StepName {
    /** Function names that OpenAI takes: its API reference, "Create chat completion", {@code tools.function.name}. */
    private static final Pattern TOOL = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    /** OpenAI's answer to a longer one: {@code string_above_max_length} for {@code tools[0].function.description}. */
    private static final int LONGEST_DESCRIPTION = 1_024;

    private static final Pattern ID = Pattern.compile("[^/\\[\\]#~\\p{Cntrl}\\p{Zl}\\p{Zp}]{1,128}");

    private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    /** What a definition is until it says otherwise. */
    static final String FIRST_VERSION = "1";

    private StepName() {}

    static String ofChatTool(String name) {
        if (!TOOL.matcher(name).matches()) {
            throw new IllegalArgumentException("step '" + name
                    + "': OpenAI takes tool names of 1 to 64 letters, digits, " + "'_' and '-' only; rename the step");
        }
        if (Endpoint.forTool(name).isImage()) {
            String definition =
                    name.equals(Endpoint.EDIT_IMAGE) ? "ImageEditStepDefinition" : "ImageGenerationStepDefinition";
            throw new IllegalArgumentException("step '" + name + "': this name is reserved for images; use "
                    + definition + ".create(), or give the chat step another name");
        }
        return name;
    }

    static String ofLocal(String name) {
        if (Endpoint.forTool(name).isImage()) {
            throw new IllegalArgumentException(
                    "step '" + name + "': this name is reserved for images; give the local step another name");
        }
        return id(name);
    }

    static String description(String name, String description) {
        int length = description.codePointCount(0, description.length());
        if (length > LONGEST_DESCRIPTION) {
            throw new IllegalArgumentException("step '" + name + "': its description has " + length
                    + " characters, OpenAI takes " + LONGEST_DESCRIPTION
                    + " of a tool; say the rest in the step's instructions");
        }
        return description;
    }

    static String version(String version) {
        if (!VERSION.matcher(version).matches()) {
            throw new IllegalArgumentException(
                    "version: has 1 to 64 letters, digits, '.', '_' and '-', such as 2 or 1.3");
        }
        return version;
    }

    static String id(String id) {
        if (id.isBlank() || !ID.matcher(id).matches()) {
            throw new IllegalArgumentException("step '" + id + "': an id has 1 to 128 characters and none of / [ ] # ~ "
                    + "or control characters, which id paths are made of; choose another id");
        }
        return id;
    }
}
