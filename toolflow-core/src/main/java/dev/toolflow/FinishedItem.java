package dev.toolflow;

import dev.toolflow.step.StepResult;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An item of an {@code each} that has ended, whatever becomes of the others. Immutable as far as the output is.
 *
 * @param stepId the item's id path, such as {@code icon[3]}
 * @param index the item's place in its list, from 0
 * @param result how it ended, with every try
 * @param <O> what is made of an item
 */
public record FinishedItem<O>(String stepId, int index, StepResult<O> result) {
    private static final Pattern ITEM = Pattern.compile("\\[(\\d{1,9})]$");

    /** Refuses null. */
    public FinishedItem {
        Objects.requireNonNull(stepId, "stepId");
        Objects.requireNonNull(result, "result");
    }

    /** The place in its list that the last part of an id path names, if it names one. */
    static OptionalInt indexIn(String id) {
        Matcher matcher = ITEM.matcher(id);
        return matcher.find() ? OptionalInt.of(Integer.parseInt(matcher.group(1))) : OptionalInt.empty();
    }
}
