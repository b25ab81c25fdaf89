package dev.toolflow;

import dev.toolflow.budget.Spending;
import dev.toolflow.image.GeneratedImage;
import dev.toolflow.image.ImageEditInput;
import dev.toolflow.image.ImageGenerationInput;
import dev.toolflow.image.ImageRequest;
import dev.toolflow.image.ImageSource;
import dev.toolflow.step.ChatStepDefinition;
import dev.toolflow.step.ImageEditStepDefinition;
import dev.toolflow.step.ImageGenerationStepDefinition;
import dev.toolflow.step.ImageRepair;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.tool.ToolCallRequest;
import dev.toolflow.tool.ToolInput;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What one step takes when all its attempts are made and every answer is as long as it may be. Immutable.
 *
 * @param <I> what the step is given
 */
final class WorstCase<I> {
    /** What the issues of one attempt are taken to be long, in tokens. */
    static final long ISSUES = 500;

    /** What a picture is taken to measure that a model is to see. */
    private static final int SIDE = 1_536;

    /** What a picture to be edited is taken to have, in tokens, as the standard estimator takes it. */
    private static final long PICTURE_TO_EDIT = 7_000;

    private static final GeneratedImage PICTURE = new GeneratedImage("0".repeat(64), "image/png", SIDE, SIDE, 1, null);

    private final EngineParts engine;
    private final String id;
    private final ToolCallStep<I, ?> step;

    WorstCase(EngineParts engine, String id, ToolCallStep<I, ?> step) {
        this.engine = engine;
        this.id = id;
        this.step = step;
    }

    /**
     * What was worked out.
     *
     * @param most what can be told
     * @param unknown what cannot
     * @param input how long the longest input may be that a step is given, in tokens
     */
    record Worst(Spending most, Set<String> unknown, long input) {
        static final Worst NOTHING = new Worst(Spending.nothing(), Set.of(), 0);

        Worst plus(Worst other) {
            Set<String> all = new LinkedHashSet<>(unknown);
            all.addAll(other.unknown);
            return new Worst(most.plus(other.most), all, Math.max(input, other.input));
        }
    }

    /**
     * With an input that is known.
     *
     * @param more tokens of included results
     * @throws dev.toolflow.step.StepException when the step would fail on this input
     */
    Worst of(I value, List<ToolInput.Included> included, long more) {
        StepInput<I> input = new StepInput<>(id, step, engine.images());
        I given = input.prepared(() -> value);
        return rounds(
                new StepRequests.Given<>(
                        given, input.written(given, engine.settings().images()), included),
                more);
    }

    /**
     * With an input that a run makes.
     *
     * @param more tokens that it may have
     * @param pictures in it
     */
    Worst ofUnknown(long more, int pictures) {
        boolean chats = step.definition() instanceof ChatStepDefinition;
        List<GeneratedImage> seen = Collections.nCopies(chats ? pictures : 0, PICTURE);
        return rounds(new StepRequests.Given<>(standIn(pictures), new StepInput.Written("", seen), List.of()), more);
    }

    /** What that says of an input that a run makes, in sentences. */
    List<String> assumed(int pictures) {
        List<String> assumed = new ArrayList<>();
        if (standIn(pictures) instanceof ImageRequest<?> asked) {
            assumed.add(
                    "it asks for " + pictures(Math.max(asked.n(), step.judging().candidates())) + " of quality "
                            + CallBounds.text(asked, "quality") + " and size " + CallBounds.text(asked, "size")
                            + ", as step and engine say, whatever its input may ask for");
            if (asked instanceof ImageEditInput edit) {
                assumed.add("it edits " + pictures(edit.images().size()));
            }
        } else if (pictures > 0) {
            assumed.add("it sees " + pictures(pictures) + " of up to " + SIDE + "x" + SIDE);
        }
        return assumed;
    }

    private static String pictures(int count) {
        return count == 1 ? "1 picture" : count + " pictures";
    }

    /** A request of an image step that asks for what engine and step say; what else is asked of it is never looked into. */
    @SuppressWarnings("unchecked")
    private I standIn(int pictures) {
        Object value = "";
        if (step.definition() instanceof ImageGenerationStepDefinition) {
            value = ImageGenerationInput.of("?");
        } else if (step.definition() instanceof ImageEditStepDefinition) {
            value = ImageEditInput.of("?", Collections.nCopies(Math.max(1, pictures), ImageSource.of(PICTURE)));
        }
        return engine.images().completed(step, (I) value);
    }

    private Worst rounds(StepRequests.Given<I> given, long more) {
        StepRequests<I> requests = new StepRequests<>(id, step, engine.images(), given);
        Worst dearest = Worst.NOTHING;
        Worst once = Worst.NOTHING;
        Worst others = Worst.NOTHING;
        for (String model : requests.models()) {
            List<ToolCallRequest> round = round(requests, model);
            List<Worst> ofOne = attempts(round.get(0), more);
            Worst last = ofOne.get(ofOne.size() - 1);
            Worst all = round.stream()
                    .flatMap(request -> attempts(request, more).stream())
                    .reduce(Worst.NOTHING, Worst::plus);
            boolean dearer = all.most().usd().compareTo(dearest.most().usd()) >= 0;
            others = others.plus(dearer ? once : last);
            once = dearer ? last : once;
            dearest = dearer ? all : dearest;
        }
        Worst softened = step.onModeration().isPresent() ? once : Worst.NOTHING;
        return dearest.plus(others).plus(softened);
    }

    private static List<ToolCallRequest> round(StepRequests<?> requests, String model) {
        List<ToolCallRequest> round = new ArrayList<>();
        int atOnce = requests.candidatesOfOneCall(model);
        for (int left = requests.candidates(); left > 0; left -= atOnce) {
            round.add(requests.next(model, List.of(), List.of(), Math.min(left, atOnce)));
        }
        return round;
    }

    private List<Worst> attempts(ToolCallRequest request, long more) {
        CallBounds bounds = engine.ledger().bounds();
        long input = Saturated.sum(bounds.inputOf(request), more);
        List<Worst> attempts = new ArrayList<>();
        for (int attempt = 0; attempt <= step.maxRetries(); attempt++) {
            CallBound bound = bounds.of(request, Saturated.sum(input, attempt * fedBack(request)));
            Set<String> unknown = new LinkedHashSet<>();
            bound.noPrice().ifPresent(unknown::add);
            bound.noTokens().ifPresent(unknown::add);
            attempts.add(new Worst(bound.spending(), unknown, input));
        }
        return attempts;
    }

    /** What one attempt adds to the next. */
    private long fedBack(ToolCallRequest request) {
        if (!request.endpoint().isImage()) {
            return PlanInputs.answerOf(step) + ISSUES;
        }
        boolean edits = step.judging().repair() == ImageRepair.EDIT;
        return ISSUES + (edits ? PICTURE_TO_EDIT * step.judging().candidates() : 0);
    }
}
