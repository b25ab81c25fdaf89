package dev.toolflow;

import dev.toolflow.image.GeneratedImage;
import dev.toolflow.image.ImageEditInput;
import dev.toolflow.image.ImageGenerationInput;
import dev.toolflow.image.ImageRequest;
import dev.toolflow.schema.JsonType;
import dev.toolflow.step.ImageRepair;
import dev.toolflow.step.StepException;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.tool.ToolCallRequest;
import dev.toolflow.tool.ToolInput;
import dev.toolflow.tool.ToolSpec;
import java.util.List;
import java.util.Optional;

/**
 * What the calls of one step ask for: what it is given, or an edit that repairs; as many pictures as there are to be
 * candidates. Immutable.
 *
 * @param <I> what the step is given
 */
final class StepRequests<I> {
    private final String stepId;
    private final ToolCallStep<I, ?> step;
    private final ImagePolicy images;
    private final Given<I> given;

    StepRequests(String stepId, ToolCallStep<I, ?> step, ImagePolicy images, Given<I> given) {
        this.stepId = stepId;
        this.step = step;
        this.images = images;
        this.given = given;
        int asked = pictures(given.value());
        if (candidates() > 1 && asked > 1) {
            throw new StepException.InvalidInput("step '" + stepId + "': its input asks for " + asked
                    + " pictures and bestOf(" + candidates()
                    + ") for one at a time; leave n at 1 or bestOf out; nothing was called");
        }
    }

    /**
     * What a step is given, once and for all its attempts.
     *
     * @param value the input
     * @param written the same as the model is to have it
     * @param included results of earlier steps
     */
    record Given<I>(I value, StepInput.Written written, List<ToolInput.Included> included) {
        /** The same with another input. */
        Given<I> with(I other, StepInput.Written asWritten) {
            return new Given<>(other, asWritten, included);
        }
    }

    /** How many candidates one round makes; 1 where the step makes just what its input says. */
    int candidates() {
        return step.judging().candidates();
    }

    /** The models that may be asked, in this order. */
    List<String> models() {
        return images.modelsOf(step);
    }

    /** How many candidates one call can make: all of them, or one where the model takes no more at a time. */
    int candidatesOfOneCall(String model) {
        return images.isTaken(model, asking(given.value(), candidates())) ? candidates() : 1;
    }

    /** The first call. */
    ToolCallRequest first() {
        String model = images.modelOf(step);
        return next(model, List.of(), List.of(), Math.min(candidates(), candidatesOfOneCall(model)));
    }

    /**
     * The next call.
     *
     * @param model the model that is asked
     * @param feedback what was wrong before
     * @param failed the pictures that did not pass last, if any
     * @param candidates how many pictures are to be made to choose from
     */
    ToolCallRequest next(String model, List<ToolInput.Feedback> feedback, List<GeneratedImage> failed, int candidates) {
        Optional<ImageEditInput> repair = step.judging().repair() == ImageRepair.EDIT
                ? UserCode.call(stepId, "the edit that repairs", () -> RepairByEdit.of(given.value(), failed))
                        .filter(edit -> images.isTaken(model, edit))
                : Optional.empty();
        ToolSpec tool = (repair.isPresent()
                        ? step.definition().repairTool()
                        : step.definition().tool())
                .orElseThrow();
        Object asked = repair.<Object>map(edit -> edit).orElse(given.value());
        Object value = candidates() > 1 ? asking(asked, candidates) : asked;
        StepInput.Written written = written(value);
        ToolInput input = new ToolInput(value, written.json(), given.included(), feedback, written.images());
        return new ToolCallRequest(stepId, tool, input, model, step.calling().options());
    }

    private StepInput.Written written(Object value) {
        return value == given.value()
                ? given.written()
                : new StepInput.Written(write(value.getClass(), value), List.of());
    }

    private <T> String write(Class<T> type, Object value) {
        return UserCode.call(
                stepId, "writing its input as JSON", () -> JsonType.plain(type).write(type.cast(value)));
    }

    /** How many pictures a call asks for; none of a chat model. */
    static int pictures(ToolCallRequest request) {
        return request.endpoint().isImage() ? pictures(request.input().value()) : 0;
    }

    private static int pictures(Object input) {
        return input instanceof ImageRequest<?> image ? image.n() : 1;
    }

    private static Object asking(Object input, int pictures) {
        if (input instanceof ImageGenerationInput generation) {
            return generation.n(pictures);
        }
        return input instanceof ImageEditInput edit ? edit.n(pictures) : input;
    }
}
