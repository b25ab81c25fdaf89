package dev.toolflow.record;

import dev.toolflow.image.ImageSource;
import dev.toolflow.run.Redactor;
import dev.toolflow.run.RunIncompatibleException;
import dev.toolflow.run.StepRecord;
import dev.toolflow.schema.JsonStructure;
import dev.toolflow.schema.JsonType;
import dev.toolflow.step.Attempt;
import dev.toolflow.step.StepDefinition;
import dev.toolflow.step.StepResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Results of steps as JSON: status, error and every attempt, with outputs by their declared types. What is read back is equal to
 * what was written, but for errors, of which {@link ErrorJson} says what is kept, and for what the redactor took out.
 * Thread-safe.
 */
public final class StepJson {
    private static final Document<StepDocument> DOCUMENT = Document.of(StepDocument.class);

    private final Redaction redaction;
    private final Upcasts upcasts;

    /**
     * @param redactor takes out of the messages of errors and issues what must not be kept
     * @param upcasts how outputs of earlier versions become those of today
     */
    public StepJson(Redactor redactor, Upcasts upcasts) {
        this.redaction = new Redaction(Objects.requireNonNull(redactor, "redactor"));
        this.upcasts = Objects.requireNonNull(upcasts, "upcasts");
    }

    /**
     * Whether outputs of a step can be read back: not when its type leaves open what they are, as {@code Object}, a {@code List}
     * of anything or an interface that is not sealed does.
     */
    public static boolean canKeep(StepDefinition<?, ?> definition) {
        return !JsonStructure.of(definition.outputType()).isOpen();
    }

    /** What decides whether a later program may use the results of a step. */
    public static StepRecord.Shape shape(StepDefinition<?, ?> definition, String inputHash) {
        return new StepRecord.Shape(definition.name(), definition.version(), inputHash, Hashes.outputHash(definition));
    }

    /**
     * A result as UTF-8.
     *
     * @param lastRound the number of the attempt that its last round began with
     * @param rounds how many rounds of attempts it had since it was last begun
     * @throws IllegalArgumentException if an output cannot be written, could not be {@linkplain #canKeep read back}, has a
     *     picture given as a stream, or more than 20 million characters; says which
     */
    public byte[] write(StepResult<?> result, int lastRound, int rounds) {
        RuntimeException error = result.error();
        return DOCUMENT.write(new StepDocument(
                Document.VERSION,
                result.status(),
                lastRound,
                rounds,
                attempts(result),
                error == null ? null : ErrorDocument.of(error, redaction)));
    }

    private <O> List<AttemptDocument> attempts(StepResult<O> result) {
        return result.attempts().stream()
                .map(attempt -> attempt(result, attempt))
                .toList();
    }

    private <O> AttemptDocument attempt(StepResult<O> result, Attempt<O> attempt) {
        int number = attempt.number();
        MadeDocument made = MadeDocument.of(attempt.made());
        if (attempt instanceof Attempt.Accepted<O> accepted) {
            AttemptDocument.VerdictDocument verdict = AttemptDocument.VerdictDocument.of(accepted.verdict(), redaction);
            return new AttemptDocument.Accepted(number, output(result, accepted.value()), verdict, made);
        }
        if (attempt instanceof Attempt.Rejected<O> rejected) {
            AttemptDocument.VerdictDocument verdict = AttemptDocument.VerdictDocument.of(rejected.verdict(), redaction);
            String reason = redaction.text(rejected.reason());
            return new AttemptDocument.Rejected(number, output(result, rejected.value()), verdict, reason, made);
        }
        Attempt.Failed<O> failed = (Attempt.Failed<O>) attempt;
        return new AttemptDocument.Failed(
                number,
                failed.value() == null ? null : output(result, failed.value()),
                ErrorDocument.of(failed.error(), redaction),
                redaction.issues(failed.issues()),
                made);
    }

    private static <O> String output(StepResult<O> result, O value) {
        Class<O> type = result.definition().outputType();
        if (!canKeep(result.definition())) {
            throw new IllegalArgumentException("step '" + result.id() + "': its output type " + type.getSimpleName()
                    + " leaves open what its JSON is read back as; declare a record");
        }
        List<ImageSource.OfStream> streams = new ArrayList<>();
        String output = JsonType.plain(type).write(value, ImageSource.OfStream.class, streams::add);
        if (!streams.isEmpty()) {
            throw new IllegalArgumentException(
                    "step '" + result.id() + "': its output has a picture given as a stream, "
                            + "which cannot be read back; ingest it into the image store and give its GeneratedImage");
        }
        return Document.readable("step '" + result.id() + "': an output", output);
    }

    /**
     * The result that was written.
     *
     * @param stepId the step's id path
     * @param kept what it was written with
     * @param now what the step is today
     * @throws RunIncompatibleException if it was written with what is not {@linkplain #requireCompatible compatible}, or cannot
     *     be read as today's output type
     * @throws dev.toolflow.run.RunPayloadException if it is damaged
     */
    public <O> Kept<O> read(byte[] json, String stepId, StepRecord.Shape kept, StepDefinition<?, O> now) {
        List<Upcasts.Upcast> path = path(stepId, kept, now);
        String where = "step '" + stepId + "'";
        StepDocument document = DOCUMENT.read(json, where);
        KeptOutput<O> outputs = new KeptOutput<>(stepId, kept, now, path);
        return Document.sound(where, () -> {
            List<Attempt<O>> attempts =
                    document.attempts().stream().map(outputs::attempt).toList();
            @Nullable
            RuntimeException error =
                    document.error() == null ? null : document.error().error();
            return new Kept<>(
                    new StepResult<>(stepId, now, document.status(), attempts, error),
                    document.lastRound(),
                    document.rounds());
        });
    }

    /**
     * Refuses results of another definition, of a version that no upcast leads from, and of the same version with another output
     * type.
     *
     * @throws RunIncompatibleException if so; says what has changed and what to do
     */
    public void requireCompatible(String stepId, StepRecord.Shape kept, StepDefinition<?, ?> now) {
        path(stepId, kept, now);
    }

    private List<Upcasts.Upcast> path(String stepId, StepRecord.Shape kept, StepDefinition<?, ?> now) {
        String name = now.name();
        if (!kept.definition().equals(name)) {
            throw incompatible(
                    stepId,
                    "is '" + name + "' today and was '" + kept.definition() + "' when the run kept it",
                    "give one of the two another id");
        }
        boolean sameVersion = kept.version().equals(now.version());
        if (sameVersion && !kept.outputHash().equals(Hashes.outputHash(now))) {
            throw incompatible(
                    stepId,
                    "the output type " + now.outputType().getSimpleName() + " of '" + name
                            + "' has changed since the run kept it, and the definition's version has not",
                    "raise the version and register an upcast from version " + kept.version());
        }
        return upcasts.path(name, kept.version(), now.version())
                .orElseThrow(() -> incompatible(
                        stepId,
                        "it was kept by version " + kept.version() + " of '" + name + "', which has version "
                                + now.version() + " today, and no upcast leads there",
                        "register an upcast from version " + kept.version()));
    }

    private static RunIncompatibleException incompatible(String stepId, String what, String first) {
        return new RunIncompatibleException("step '" + stepId + "': " + what + remedy(first), null);
    }

    /** What can be done about it, beginning with what is best. */
    static String remedy(String first) {
        return "; nothing was changed; " + first
                + ", fork the run before this step, or resume it with the program that began it";
    }
}
