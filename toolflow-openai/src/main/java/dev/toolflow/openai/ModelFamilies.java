package dev.toolflow.openai;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The chat models' families, as far as they differ in what they take. Immutable.
 *
 * <p>Sources: OpenAI's model pages, and what users report of function tools: from gpt-5.1 on, reasoning models take
 * tools in chat completions surely with {@code reasoning_effort: none} only, and then a temperature as well; gpt-5
 * takes {@code minimal} as its least; the o-series takes neither.
 */
final class ModelFamilies {
    private static final ModelFamily OTHERS = ModelFamily.startingWith("gpt-4");
    private static final List<ModelFamily> KNOWN = List.of(
            reasoning("gpt-5").reasoningEffort("minimal"),
            ModelFamily.startingWith("gpt-5-chat"),
            ModelFamily.startingWith("gpt-5.").reasoningEffort("none"),
            reasoning("gpt-5.1-chat"),
            reasoning("gpt-5.2-chat"),
            reasoning("gpt-5.3-chat"),
            ModelFamily.startingWith("gpt-6").reasoningEffort("none"),
            reasoning("o1"),
            reasoning("o3"),
            reasoning("o4"));

    private final List<ModelFamily> families;

    private ModelFamilies(List<ModelFamily> families) {
        this.families = families;
    }

    static ModelFamilies known() {
        return new ModelFamilies(KNOWN);
    }

    /** These and the user's own, which win over known ones of the same prefix. */
    ModelFamilies and(List<ModelFamily> own) {
        List<ModelFamily> all = new ArrayList<>(own);
        all.addAll(families);
        return new ModelFamilies(List.copyOf(all));
    }

    /**
     * The family of a model. A fine-tuned model ({@code ft:gpt-5-mini:…}) and one behind a router
     * ({@code openai/gpt-5-mini}) belong to the family of the model they are made of.
     */
    ModelFamily of(String model) {
        String name = model.toLowerCase(Locale.ROOT);
        String bare = bare(name);
        ModelFamily longest = null;
        for (ModelFamily family : families) {
            String prefix = family.prefix().toLowerCase(Locale.ROOT);
            boolean matches = bare.startsWith(prefix) || name.startsWith(prefix);
            if (matches
                    && (longest == null || prefix.length() > longest.prefix().length())) {
                longest = family;
            }
        }
        return longest == null ? OTHERS : longest;
    }

    /** A model's name without {@code ft:} and without the router's part. */
    static String bare(String model) {
        String own = model.startsWith("ft:") ? model.substring(3) : model;
        return own.substring(own.lastIndexOf('/') + 1);
    }

    private static ModelFamily reasoning(String prefix) {
        return ModelFamily.startingWith(prefix).withoutTemperature();
    }
}
