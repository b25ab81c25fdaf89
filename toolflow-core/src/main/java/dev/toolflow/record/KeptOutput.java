package dev.toolflow.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.toolflow.run.RunIncompatibleException;
import dev.toolflow.run.StepRecord;
import dev.toolflow.schema.JsonReadException;
import dev.toolflow.schema.JsonType;
import dev.toolflow.schema.Violation;
import dev.toolflow.step.Attempt;
import dev.toolflow.step.StepDefinition;
import dev.toolflow.tool.ToolSpec;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the attempts that are kept of one step as its output type is today. What another version kept is changed by the upcasts
 * between, and then has to be all that an output of today is.
 *
 * @param path what leads from the version that kept it to today's; nothing where they are the same
 * @param <O> what the step makes
 */
record KeptOutput<O>(String stepId, StepRecord.Shape kept, StepDefinition<?, O> now, List<Upcasts.Upcast> path) {
    private static final JsonMapper TREES = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    Attempt<O> attempt(AttemptDocument attempt) {
        if (attempt instanceof AttemptDocument.Accepted accepted) {
            return new Attempt.Accepted<>(
                    accepted.number(),
                    valid(output(accepted.output())),
                    accepted.verdict().verdict(),
                    accepted.made().made());
        }
        if (attempt instanceof AttemptDocument.Rejected rejected) {
            return new Attempt.Rejected<>(
                    rejected.number(),
                    output(rejected.output()),
                    rejected.verdict().verdict(),
                    rejected.reason(),
                    rejected.made().made());
        }
        AttemptDocument.Failed failed = (AttemptDocument.Failed) attempt;
        return new Attempt.Failed<>(
                failed.number(),
                failed.output() == null ? null : output(failed.output()),
                failed.error().error(),
                failed.issues(),
                failed.made().made());
    }

    private O output(String json) {
        try {
            return path.isEmpty() ? JsonType.plain(now.outputType()).read(json) : strictly(upcast(json));
        } catch (JsonReadException e) {
            throw unfit(String.valueOf(e.getMessage()), e);
        }
    }

    private String upcast(String json) {
        JsonNode tree = tree(json);
        String from = kept.version();
        for (Upcasts.Upcast upcast : path) {
            tree = changed(tree, from, upcast);
            from = upcast.to();
        }
        return tree.toString();
    }

    private JsonNode tree(String json) {
        try {
            return TREES.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("an output is no JSON", e);
        }
    }

    /** The upcast is the user's code and may throw anything. */
    private JsonNode changed(JsonNode before, String from, Upcasts.Upcast upcast) {
        @Nullable JsonNode after;
        try {
            after = upcast.change().apply(before);
        } catch (RuntimeException e) {
            throw new RunIncompatibleException(
                    aboutUpcast(from, upcast.to()) + "threw " + e.getClass().getName() + ", see the cause"
                            + StepJson.remedy("mend the upcast"),
                    e);
        }
        if (after == null) {
            throw new RunIncompatibleException(
                    aboutUpcast(from, upcast.to()) + "returned null" + StepJson.remedy("mend the upcast"), null);
        }
        return after;
    }

    private String aboutUpcast(String from, String to) {
        return "step '" + stepId + "': the upcast of '" + now.name() + "' from version " + from + " to " + to + " ";
    }

    /** What a model could have answered has no null where its type has none; other types say less. */
    private O strictly(String json) {
        Class<O> type = now.outputType();
        boolean answered = now.tool()
                .map(ToolSpec::outputSchema)
                .filter(schema -> !schema.isEmpty())
                .isPresent();
        if (!answered) {
            return JsonType.plain(type).read(json);
        }
        return JsonType.of(type).read(type.isRecord() ? json : "{\"value\":" + json + "}");
    }

    /** An output that was rejected may well have been so for its constraints. */
    private O valid(O output) {
        if (!path.isEmpty()) {
            List<Violation> violations = JsonType.plain(now.outputType()).validate(output);
            if (!violations.isEmpty()) {
                throw unfit(violations.stream().map(Violation::toString).collect(Collectors.joining("; ")), null);
            }
        }
        return output;
    }

    private RunIncompatibleException unfit(String problem, @Nullable Exception cause) {
        String type = now.outputType().getSimpleName();
        return path.isEmpty()
                ? new RunIncompatibleException(
                        "step '" + stepId + "': what version " + kept.version() + " of '" + now.name()
                                + "' kept can no longer be read as " + type + ": " + problem
                                + StepJson.remedy("raise the definition's version and register an upcast"),
                        cause)
                : new RunIncompatibleException(
                        aboutUpcast(kept.version(), now.version()) + "made what is no " + type + ": " + problem
                                + StepJson.remedy("mend the upcast"),
                        cause);
    }
}
