package dev.toolflow.testkit.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.toolflow.testkit.seed.Seed;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The fake chat model: a completion whose tool arguments fit the schema. The same request gives the same arguments, with one
 * exception that shows newcomers a feedback round: unless told otherwise, the first palette of each tool repeats a colour.
 * A tool that judges ({@code audit_image} for example) finds nothing wrong.
 * Thread-safe.
 */
public final class ChatModel {

    private final Clock clock;
    private final boolean flawless;
    private final AtomicLong completions = new AtomicLong();
    private final Set<String> flawedOnce = ConcurrentHashMap.newKeySet();

    /** Makes a model. {@code flawless}: no palette ever repeats a colour. */
    public ChatModel(Clock clock, boolean flawless) {
        this.clock = clock;
        this.flawless = flawless;
    }

    /** Returns the tool that {@code request} forces, or the first one it offers; empty if it must not or cannot call one. */
    public static Optional<String> tool(JsonNode request) {
        JsonNode choice = request.path("tool_choice");
        String forced = choice.path("function").path("name").asText("");
        if (!forced.isEmpty()) {
            return Optional.of(forced);
        }
        JsonNode offered = request.path("tools").path(0).path("function").path("name");
        return choice.asText().equals("none") || !offered.isTextual()
                ? Optional.empty()
                : Optional.of(offered.asText());
    }

    /**
     * Returns a completion for a request that {@code ChatRules} accepted.
     *
     * @param flaw what a tool that judges shall find; null: nothing
     * @throws UnfittableSchema if no value can be made up
     */
    public ObjectNode complete(JsonNode request, @Nullable String flaw) {
        Optional<String> tool = tool(request);
        Message message = Message.of(request, tool.orElse(""));
        String written = tool.map(name -> arguments(request, message, Verdict.of(name, flaw)))
                .orElseGet(() -> content(request, message));
        int limit = request.path("max_completion_tokens").asInt(Integer.MAX_VALUE);
        boolean cut = ChatUsage.tokens(written) > limit;
        String kept = cut ? written.substring(0, limit * 4) : written;
        ObjectNode completion = envelope(request);
        ObjectNode choice = completion.putArray("choices").addObject().put("index", 0);
        ObjectNode answer = choice.putObject("message").put("role", "assistant");
        if (tool.isPresent()) {
            answer.putNull("content");
            call(answer, tool.get(), kept, message.seed());
        } else {
            answer.put("content", kept);
        }
        answer.putNull("refusal").putArray("annotations");
        choice.putNull("logprobs").put("finish_reason", cut ? "length" : finish(request, tool.isPresent()));
        completion.set("usage", ChatUsage.of(request, kept).json());
        completion.put("service_tier", "default").put("system_fingerprint", fingerprint(request));
        return completion;
    }

    private ObjectNode envelope(JsonNode request) {
        long number = completions.incrementAndGet();
        return JsonNodeFactory.instance
                .objectNode()
                .put(
                        "id",
                        "chatcmpl-"
                                + Long.toString(Seed.of("completion " + number).value() >>> 1, 36) + number)
                .put("object", "chat.completion")
                .put("created", clock.instant().getEpochSecond())
                .put("model", request.path("model").asText());
    }

    private static void call(ObjectNode answer, String tool, String arguments, Seed seed) {
        ObjectNode call = answer.putArray("tool_calls").addObject();
        call.put("id", "call_" + Long.toString(seed.value() >>> 1, 36)).put("type", "function");
        call.putObject("function").put("name", tool).put("arguments", arguments);
    }

    private String arguments(JsonNode request, Message message, Verdict verdict) {
        String tool = tool(request).orElseThrow();
        JsonNode schema = MissingNode.getInstance();
        for (JsonNode candidate : request.path("tools")) {
            if (candidate.path("function").path("name").asText().equals(tool)) {
                schema = candidate.path("function").path("parameters");
            }
        }
        if (!schema.isObject()) {
            return "{}";
        }
        return new SchemaSample(schema, message, verdict, () -> !flawless && flawedOnce.add(tool))
                .value()
                .toString();
    }

    private String content(JsonNode request, Message message) {
        JsonNode schema = request.path("response_format").path("json_schema").path("schema");
        if (schema.isObject()) {
            return new SchemaSample(schema, message, Verdict.of("", null), () -> false)
                    .value()
                    .toString();
        }
        return new Words(Subject.of(message.user()))
                .text(Spot.root().property("description"), message.seed().random());
    }

    /** A call of a tool that was forced by name ends with "stop", as at OpenAI. */
    private static String finish(JsonNode request, boolean called) {
        return called && !request.path("tool_choice").isObject() ? "tool_calls" : "stop";
    }

    private static String fingerprint(JsonNode request) {
        return "fp_"
                + Long.toHexString(Seed.of(request.path("model").asText()).value())
                        .substring(0, 8);
    }
}
