package dev.toolflow;

import dev.toolflow.image.GeneratedImage;
import dev.toolflow.ingest.LeftImages;
import dev.toolflow.ingest.SpooledImage;
import dev.toolflow.record.CallOutcome;
import dev.toolflow.run.CallRecord;
import dev.toolflow.run.StepRecord;
import dev.toolflow.run.StoredRun;
import dev.toolflow.step.Attempt;
import dev.toolflow.step.Attempt.Made;
import dev.toolflow.step.StepException;
import dev.toolflow.step.StepResult;
import dev.toolflow.step.StepStatus;
import dev.toolflow.store.ImageQuery;
import dev.toolflow.tool.ToolCallResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The replies of a kept run that were paid for and not judged to the end, as far as their pictures are still to be had: in the
 * store, or where the process received them that made the call.
 *
 * @param stored the run
 * @param reading how it is read
 */
record KeptReplies(StoredRun stored, RestoredRun.Reading reading) {

    /** The reply of a call; nothing where there is none, or where a picture of it is neither stored nor left. */
    Optional<KeptPast.Reply> of(CallOutcome outcome) {
        if (outcome.output() == null) {
            return Optional.empty();
        }
        Map<String, GeneratedImage> pictures = new HashMap<>();
        Set<String> missing = new HashSet<>();
        for (StepRecord.Blob image : outcome.images()) {
            stored(image.sha256())
                    .ifPresentOrElse(
                            picture -> pictures.put(picture.sha256(), picture), () -> missing.add(image.sha256()));
        }
        LeftImages left = left(outcome);
        left.images().forEach(image -> missing.remove(image.sha256()));
        return missing.isEmpty()
                ? Optional.of(new KeptPast.Reply(
                        new ToolCallResponse(outcome.output(), outcome.receipt()), new ReceivedImages(left, pictures)))
                : Optional.empty();
    }

    /** What a step goes on from whose last reply has pictures that their store did not take. */
    Optional<UnstoredReply> unstored(StepResult<?> result) {
        if (result.status() == StepStatus.COMPLETED) {
            return Optional.empty();
        }
        return result.attempts().stream()
                .filter(KeptReplies::waitsForItsStore)
                .reduce((first, second) -> second)
                .flatMap(attempt ->
                        lastCall(result.id()).filter(call -> call.place().attempt() <= attempt.number()))
                .flatMap(call -> unstored(result, call));
    }

    private static boolean waitsForItsStore(Attempt<?> attempt) {
        return attempt instanceof Attempt.Failed<?> failed && failed.error() instanceof StepException.StoreFailed;
    }

    /** The call by whose reply the last attempts of a step were judged: that of its attempt, and candidates behind it. */
    private Optional<CallRecord> lastCall(String stepId) {
        return stored.calls().stream()
                .filter(call -> call.place().stepId().equals(stepId))
                .max(Comparator.comparing((CallRecord call) -> call.place().attempt())
                        .thenComparing(call -> call.place().number()));
    }

    private Optional<UnstoredReply> unstored(StepResult<?> result, CallRecord call) {
        int number = call.place().attempt();
        Optional<Made> made = result.attempts().stream()
                .filter(attempt -> attempt.number() == number)
                .<Made>map(Attempt::made)
                .findFirst();
        return made.flatMap(known -> reading.payloads()
                .outcome(call)
                .flatMap(this::of)
                .map(reply -> new UnstoredReply(number, known, reply, null)));
    }

    /** Those that are stored by now too, so that nothing of them stays behind. */
    private static LeftImages left(CallOutcome outcome) {
        List<SpooledImage> said = new ArrayList<>();
        for (int i = 0; i < Math.min(outcome.images().size(), outcome.received().size()); i++) {
            StepRecord.Blob image = outcome.images().get(i);
            Path file = Path.of(outcome.received().get(i));
            said.add(new SpooledImage(image.sha256(), image.sizeBytes(), file));
        }
        return LeftImages.of(said);
    }

    private Optional<GeneratedImage> stored(String sha256) {
        return reading
                .images()
                .list(ImageQuery.all().run(stored.record().id()).image(sha256).limit(1))
                .stream()
                .map(record -> record.image())
                .filter(reading.images()::contains)
                .findFirst();
    }
}
