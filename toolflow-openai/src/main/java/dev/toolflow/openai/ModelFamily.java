package dev.toolflow.openai;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What chat models of one name take: for a model that is newer than this library, or a gateway's own. Immutable; each
 * wither returns a copy.
 *
 * <pre>{@code
 * DefaultOpenAiToolService.builder()
 *     .modelFamily(ModelFamily.startingWith("gpt-7").reasoningEffort("low").withoutTemperature())
 * }</pre>
 */
public final class ModelFamily {
    private final String prefix;
    private final @Nullable String reasoningEffort;
    private final boolean takesTemperature;

    private ModelFamily(String prefix, @Nullable String reasoningEffort, boolean takesTemperature) {
        this.prefix = prefix;
        this.reasoningEffort = reasoningEffort;
        this.takesTemperature = takesTemperature;
    }

    /**
     * The models whose name begins with {@code prefix}; where several families match, the longest prefix counts. They
     * take a temperature and no reasoning effort until said otherwise.
     *
     * @throws IllegalArgumentException if the prefix is blank
     */
    public static ModelFamily startingWith(String prefix) {
        return new ModelFamily(requireText("prefix", prefix), null, true);
    }

    /** Sends this {@code reasoning_effort} with every call, such as {@code none} or {@code minimal}. */
    public ModelFamily reasoningEffort(String effort) {
        return new ModelFamily(prefix, requireText("reasoningEffort", effort), takesTemperature);
    }

    /** Sends no temperature, even where a step names one: the model would refuse the call. */
    public ModelFamily withoutTemperature() {
        return new ModelFamily(prefix, reasoningEffort, false);
    }

    /** How the names of these models begin. */
    public String prefix() {
        return prefix;
    }

    /** The {@code reasoning_effort} that is sent; empty when none is. */
    public Optional<String> reasoningEffort() {
        return Optional.ofNullable(reasoningEffort);
    }

    /** Returns whether a step's temperature is sent. */
    public boolean takesTemperature() {
        return takesTemperature;
    }

    @Override
    public String toString() {
        return "ModelFamily[" + prefix + ", reasoningEffort=" + reasoningEffort + ", takesTemperature="
                + takesTemperature + "]";
    }

    private static String requireText(String field, String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("ModelFamily." + field + ": must not be blank");
        }
        return text;
    }
}
