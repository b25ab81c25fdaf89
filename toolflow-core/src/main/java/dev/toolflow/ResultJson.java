package dev.toolflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.toolflow.audit.Issue;
import dev.toolflow.budget.Spending;
import dev.toolflow.schema.JsonType;
import dev.toolflow.step.Attempt;
import dev.toolflow.step.StepResult;
import dev.toolflow.tool.Cost;
import dev.toolflow.tool.Rejection;
import dev.toolflow.tool.TokenUsage;
import dev.toolflow.tool.ToolCallException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes results as JSON, with the same names for ever. */
final class ResultJson {
    private static final Logger LOG = LoggerFactory.getLogger(ResultJson.class);
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private ResultJson() {}

    static ObjectNode of(ToolFlowResult<?> result) {
        ObjectNode json = NODES.objectNode();
        json.put("status", result.status().name());
        json.put("flow", result.flow());
        json.put("runId", result.runId());
        json.set(
                "output",
                result.outputIfPresent().<JsonNode>map(ResultJson::tree).orElse(NODES.nullNode()));
        ArrayNode steps = json.putArray("steps");
        result.steps().forEach(step -> steps.add(of(step)));
        json.set("usage", of(result.usage()));
        json.set("cost", of(result.cost()));
        if (!result.reserved().isNothing()) {
            json.set("reserved", of(result.reserved()));
        }
        json.put("error", result.error().map(RuntimeException::getMessage).orElse(null));
        json.put("tookMillis", result.took().toMillis());
        if (!result.waiting().isEmpty()) {
            ArrayNode waiting = json.putArray("waiting");
            result.waiting().forEach(approval -> waiting.add(of(approval)));
        }
        return json;
    }

    private static ObjectNode of(Approval approval) {
        ObjectNode json = NODES.objectNode();
        json.put("id", approval.id());
        about(approval).ifPresent(about -> json.set("about", about));
        json.put("answerType", approval.answerType().getSimpleName());
        return json;
    }

    /** Whoever decides has the value itself: that it cannot be written must not keep the rest from them. */
    static Optional<JsonNode> about(Approval approval) {
        try {
            return Optional.of(tree(approval.about()));
        } catch (RuntimeException e) {
            LOG.warn(
                    "approval '{}': what it is about is left out of the result's JSON, since it cannot be written: {}",
                    LogField.clean(approval.id()),
                    e.getClass().getName());
            return Optional.empty();
        }
    }

    /** A value as JSON by its own type; a list by the types of its elements. */
    static JsonNode tree(Object value) {
        if (value instanceof List<?> list) {
            ArrayNode array = NODES.arrayNode();
            list.forEach(element -> array.add(element == null ? NODES.nullNode() : tree(element)));
            return array;
        }
        return treeOf(value.getClass(), value);
    }

    private static <T> JsonNode treeOf(Class<T> type, Object value) {
        return JsonType.plain(type).tree(type.cast(value));
    }

    private static ObjectNode of(StepResult<?> step) {
        ObjectNode json = NODES.objectNode();
        json.put("id", step.id());
        json.put("tool", step.tool());
        json.put("status", step.status().name());
        ArrayNode attempts = json.putArray("attempts");
        step.attempts().forEach(attempt -> attempts.add(of(attempt)));
        json.set("usage", of(step.usage()));
        json.set("cost", of(step.cost()));
        json.put("error", messageOf(step.error()));
        return json;
    }

    private static ObjectNode of(Attempt<?> attempt) {
        Attempt.Made made = attempt.made();
        ObjectNode json = NODES.objectNode();
        json.put("number", attempt.number());
        json.put("outcome", attempt.getClass().getSimpleName().toUpperCase(java.util.Locale.ROOT));
        json.put("tool", made.tool().isEmpty() ? null : made.tool());
        json.put("model", made.model().isEmpty() ? null : made.model());
        json.put("calls", made.calls());
        if (made.isCached()) {
            json.put("cached", true);
        }
        json.put("requestId", made.receipt().requestId());
        json.put("responseId", made.receipt().responseId());
        json.put("finishReason", made.receipt().finishReason());
        json.set("usage", of(made.usage()));
        json.set("cost", of(made.cost()));
        attempt.score().ifPresent(score -> json.put("score", score));
        ArrayNode issues = json.putArray("issues");
        attempt.issues().forEach(issue -> issues.add(of(issue)));
        json.put("error", attempt.failureReason().orElse(null));
        rejection(attempt).ifPresent(reason -> json.put("rejection", reason.name()));
        json.put("startedAt", made.startedAt().toString());
        json.put("tookMillis", made.took().toMillis());
        return json;
    }

    /** Why the call was rejected, where that is known. */
    private static Optional<Rejection> rejection(Attempt<?> attempt) {
        return attempt instanceof Attempt.Failed<?> failed && failed.error() instanceof ToolCallException.Rejected call
                ? Optional.of(call.reason()).filter(reason -> reason != Rejection.OTHER)
                : Optional.empty();
    }

    private static ObjectNode of(Issue issue) {
        ObjectNode json = NODES.objectNode();
        json.put("severity", issue.severity().name());
        json.put("message", issue.message());
        json.put("path", issue.path());
        json.put("suggestion", issue.suggestion());
        json.put("source", issue.source());
        return json;
    }

    static ObjectNode of(Spending spending) {
        ObjectNode json = NODES.objectNode();
        json.put("usd", spending.usd());
        json.put("tokens", spending.tokens());
        json.put("images", spending.images());
        json.put("calls", spending.calls());
        return json;
    }

    private static ObjectNode of(TokenUsage usage) {
        ObjectNode json = NODES.objectNode();
        json.put("input", usage.input());
        json.put("output", usage.output());
        json.put("total", usage.total());
        putKnown(json, "cached", usage.cached());
        putKnown(json, "reasoning", usage.reasoning());
        putKnown(json, "imageInput", usage.imageInput());
        putKnown(json, "imageOutput", usage.imageOutput());
        json.put("unreportedCalls", usage.unreportedCalls());
        return json;
    }

    private static ObjectNode of(Cost cost) {
        ObjectNode json = NODES.objectNode();
        json.put("usd", cost.usd());
        json.put("unpricedCalls", cost.unpricedCalls());
        return json;
    }

    private static void putKnown(ObjectNode json, String name, OptionalLong tokens) {
        if (tokens.isPresent()) {
            json.put(name, tokens.getAsLong());
        }
    }

    private static @Nullable String messageOf(@Nullable RuntimeException error) {
        return error == null ? null : error.getMessage();
    }
}
