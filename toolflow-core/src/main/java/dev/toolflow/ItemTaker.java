package dev.toolflow;

import dev.toolflow.step.StepDefinition;
import dev.toolflow.step.StepResult;
import dev.toolflow.step.StepStatus;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Who takes finished items of one definition. Immutable.
 *
 * @param definition what the items are made by
 * @param consumer takes them
 * @param <O> what is made of an item
 */
record ItemTaker<O>(StepDefinition<?, O> definition, Consumer<? super FinishedItem<O>> consumer) {
    ItemTaker {
        Objects.requireNonNull(definition, "definition");
        Objects.requireNonNull(consumer, "consumer");
    }

    /** The item, if the result is one of the definition's that has begun. The definition is the very one, so it has the type. */
    @SuppressWarnings("unchecked")
    Optional<FinishedItem<O>> item(StepResult<?> result) {
        if (result.definition() != definition || result.status() == StepStatus.SKIPPED) {
            return Optional.empty();
        }
        return FinishedItem.indexIn(result.id()).stream()
                .mapToObj(index -> new FinishedItem<>(result.id(), index, (StepResult<O>) result))
                .findFirst();
    }
}
