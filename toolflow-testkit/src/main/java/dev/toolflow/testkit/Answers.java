package dev.toolflow.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.toolflow.testkit.answer.ChatChunks;
import dev.toolflow.testkit.answer.ChatModel;
import dev.toolflow.testkit.request.BadRequest;
import dev.toolflow.testkit.request.ChatRules;
import dev.toolflow.testkit.request.ImageRequest;
import dev.toolflow.testkit.request.MultipartForm;
import dev.toolflow.testkit.sse.EventStream;
import dev.toolflow.testkit.sse.ServerEvent;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;

/** The models behind the endpoints, and what they have billed. Thread-safe. */
final class Answers {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ChatModel chat;
    private final ImageModel images;
    private final Bills bills;

    Answers(Clock clock, boolean flawlessPalettes, Bills bills) {
        this.bills = bills;
        this.chat = new ChatModel(clock, flawlessPalettes);
        this.images = new ImageModel(clock);
    }

    Ledger ledger() {
        return bills.ledger();
    }

    /** Answers and bills; refuses what OpenAI would refuse. */
    Reply answer(RecordedRequest request, byte[] body, AnswerEdit edit) {
        Endpoint endpoint = request.endpoint().orElseThrow();
        return switch (endpoint) {
            case CHAT_COMPLETIONS -> completion(request, edit);
            case IMAGE_GENERATIONS -> pictures(request, ImageRequest.generation(json(request)), edit);
            case IMAGE_EDITS -> pictures(request, edit(request, body), edit);
        };
    }

    /** Bills by the usage that {@code body} itself reports. */
    Reply verbatim(RecordedRequest request, String body) {
        try {
            JsonNode usage = JSON.readTree(body).path("usage");
            if (usage.isObject()) {
                bill(request, usage);
            }
        } catch (JsonProcessingException e) {
            // A body that is no JSON reports nothing: nothing is billed.
        }
        return Reply.of(200, "application/json", body.getBytes(StandardCharsets.UTF_8));
    }

    private Reply completion(RecordedRequest request, AnswerEdit edit) {
        ChatRules.check(json(request));
        ObjectNode completion = chat.complete(request.body(), edit.flaw());
        JsonNode usage = completion.path("usage");
        edit.apply(completion);
        bill(request, usage);
        return request.body().path("stream").asBoolean()
                ? Reply.of(chunks(completion, request.body()))
                : Reply.of(200, "application/json", completion.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static EventStream chunks(ObjectNode completion, JsonNode request) {
        return EventStream.of(ChatChunks.of(completion, request.path("stream_options")).stream()
                        .map(chunk -> ServerEvent.of("", chunk.toString()))
                        .toList())
                .then(ServerEvent.DONE);
    }

    private Reply pictures(RecordedRequest request, ImageRequest wanted, AnswerEdit edit) {
        ImagesReply drawn = images.draw(wanted);
        ImagesReply reply = edit.apply(drawn);
        ImageUsage usage = drawn.usage();
        if (usage != null) {
            bills.add(new BilledCall(
                    request.requestId(),
                    request.endpoint().orElseThrow(),
                    usage.input(),
                    usage.output(),
                    0,
                    0,
                    usage.imageInput(),
                    usage.output()));
        }
        return wanted.streams()
                ? Reply.of(reply.events())
                : new Reply(200, Map.of("content-type", "application/json"), reply::writeTo);
    }

    private void bill(RecordedRequest request, JsonNode usage) {
        bills.add(new BilledCall(
                request.requestId(),
                request.endpoint().orElseThrow(),
                usage.path("prompt_tokens").asLong(usage.path("input_tokens").asLong()),
                usage.path("completion_tokens")
                        .asLong(usage.path("output_tokens").asLong()),
                usage.at("/prompt_tokens_details/cached_tokens").asLong(),
                usage.at("/completion_tokens_details/reasoning_tokens").asLong(),
                usage.at("/input_tokens_details/image_tokens").asLong(),
                usage.at("/output_tokens_details/image_tokens").asLong()));
    }

    private static JsonNode json(RecordedRequest request) {
        if (request.body().isMissingNode()) {
            throw BadRequest.of(
                    "We could not parse the JSON body of your request. (HINT: This likely means you aren't using your HTTP"
                            + " library correctly.)",
                    null,
                    null);
        }
        return request.body();
    }

    private static ImageRequest edit(RecordedRequest request, byte[] body) {
        String type = request.header("content-type").orElse("");
        return ImageRequest.edit(request.parts().isEmpty() ? MultipartForm.parse(type, body) : request.parts());
    }
}
