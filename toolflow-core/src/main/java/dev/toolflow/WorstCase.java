package dev.toolflow;

import dev.toolflow.budget.Spending;
import dev.toolflow.image.GeneratedImage;
import dev.toolflow.image.ImageEditInput;
import dev.toolflow.image.ImageGenerationInput;
import dev.toolflow.step.ImageEditStepDefinition;
import dev.toolflow.step.ImageGenerationStepDefinition;
import dev.toolflow.step.ImageRepair;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.tool.ToolCallRequest;
import dev.toolflow.tool.ToolInput;
import java.util.ArrayList;
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

    /** What a picture to be edited is taken to have, in tokens, as the standard estimator takes it. */
    private static final long PICTURE_TO_EDIT = 7_000;

    private static final String NO_HASH = "0".repeat(64);

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
     */
    record Worst(Spending most, Set<String> unknown) {
        static final Worst NOTHING = new Worst(Spending.nothing(), Set.of());

        Worst plus(Worst other) {
            Set<String> all = new LinkedHashSet<>(unknown);
            all.addAll(other.unknown);
            return new Worst(most.plus(other.most), all);
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
     * @param seen pictures in it, as large as they may be
     */
    Worst ofUnknown(long more, List<GeneratedImage> seen) {
        return rounds(new StepRequests.Given<>(standIn(), new StepInput.Written("", seen), List.of()), more);
    }

    /** A request of an image step that asks for what engine and step say; what else is asked of it is never looked into. */
    @SuppressWarnings("unchecked")
    private I standIn() {
        Object value = "";
        if (step.definition() instanceof ImageGenerationStepDefinition) {
            value = ImageGenerationInput.of("?");
        } else if (step.definition() instanceof ImageEditStepDefinition) {
            value = ImageEditInput.of("?", new GeneratedImage(NO_HASH, "image/png", 1, 1, 1, null));
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
        return dearest.plus(others);
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
            attempts.add(new Worst(bound.spending(), unknown));
        }
        return attempts;
    }

    /** What one attempt adds to the next. */
    private long fedBack(ToolCallRequest request) {
        if (!request.endpoint().isImage()) {
            return step.calling().options().maxTokens() + ISSUES;
        }
        boolean edits = step.judging().repair() == ImageRepair.EDIT;
        return ISSUES + (edits ? PICTURE_TO_EDIT * step.judging().candidates() : 0);
    }
}
