package dev.toolflow.openai;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.toolflow.image.ImageFormat;
import dev.toolflow.tool.CallContext;
import dev.toolflow.tool.Delta;
import dev.toolflow.tool.TokenUsage;
import dev.toolflow.tool.ToolCallException;
import dev.toolflow.tool.ToolCallResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one reply of the images API that came as events: previews, which are told as they come and may be broken, and
 * the finished pictures. It ends with the last picture that was asked for, so that nothing behind it can lose it.
 * Source: OpenAI's API reference, "Image generation streaming events" and "Image edit streaming events".
 */
final class ImageStream {
    private static final Logger LOG = LoggerFactory.getLogger(ImageStream.class);
    private static final String FINISHED = ".completed";
    private static final String FAILED = "error";

    /** At most three of each of at most ten pictures are asked for; each is stored, so those far beyond are passed over. */
    private static final int MOST_PREVIEWS = 64;

    private final Reply reply;
    private final CallContext context;
    private final EventStream events;
    private final PictureFilter body;
    private final ImageAnswer answer;
    private @Nullable TokenUsage usage;
    private int previews;
    private boolean told;
    private boolean lost;

    private ImageStream(Reply reply, CallContext context, ImageWish wish) {
        this.reply = reply;
        this.context = context;
        this.events = new EventStream(reply.body(ImageReader.longest(wish.withPreviews())));
        this.body = new PictureFilter(events, context.images(), wish.n(), reply.buffers());
        this.answer = new ImageAnswer(reply, wish);
    }

    /** One event as far as it is of use. */
    private static final class Event {
        private String type = "";
        private int index;
        private @Nullable String picture;
        private @Nullable String format;
        private @Nullable String revisedPrompt;
        private @Nullable String url;
        private final Map<String, @Nullable String> settled = new HashMap<>();
        private @Nullable TokenUsage usage;
        private final ErrorBody error;
        private boolean failed;

        Event(Labels labels) {
            error = new ErrorBody(labels);
        }
    }

    /**
     * Reads a reply whose status is 200.
     *
     * @throws IOException if it cannot be read to its end; the reply's receipt has what was read by then
     * @throws dev.toolflow.tool.ToolCallException.NotReceived if a finished picture cannot be spooled
     */
    static ToolCallResponse read(Reply reply, CallContext context, ImageWish wish, PictureUrls urls)
            throws IOException {
        ImageStream stream = new ImageStream(reply, context, wish);
        while (stream.answer.takesMore()) {
            if (!stream.events.next()) {
                throw stream.cut();
            }
            if (stream.events.isDone()) {
                throw reply.malformed("the stream said [DONE] before every picture was finished");
            }
            stream.event();
        }
        stream.answer.fetch(urls, context.images());
        return stream.answer.judged();
    }

    /** What a stream that stopped comes to: a picture that did come, but in no JSON, is paid for and lost. */
    private ToolCallException cut() {
        return lost
                ? reply.malformed("the event of a finished picture is no JSON, or has a key twice")
                : WireFaults.cut(reply, "the stream ended before every picture was finished");
    }

    private void event() throws IOException {
        body.restart();
        Event event = new Event(reply.labels());
        boolean readable = isRead(event);
        events.skipRest();
        if (readable || events.name().equals(FAILED)) {
            take(event);
            return;
        }
        // It may be a preview. A finished picture that is lost with it will be missing in the end.
        told = true;
        lost |= events.name().endsWith(FINISHED) && !events.isCut();
        LOG.debug("step '{}': an event is no JSON and was passed over", step());
    }

    private boolean isRead(Event event) throws IOException {
        try (JsonParser json = Json.IMAGES.createParser(body)) {
            boolean object = JsonFields.begin(json);
            if (object) {
                JsonFields.of(json, name -> field(json, name, event));
                json.nextToken();
            }
            return object;
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    private void field(JsonParser json, String name, Event event) throws IOException {
        switch (name) {
            case "type" ->
                event.type = Optional.ofNullable(JsonFields.text(json)).orElse("");
            case "b64_json" -> event.picture = JsonFields.text(json);
            case "partial_image_index" -> event.index = JsonFields.natural(json);
            case "output_format" -> event.format = JsonFields.text(json);
            case "revised_prompt" -> event.revisedPrompt = JsonFields.text(json);
            case "url" -> event.url = JsonFields.text(json);
            case "size", "quality", "background" -> event.settled.put(name, JsonFields.text(json));
            case "usage" -> event.usage = UsageReader.read(json);
            case "code", "param" -> event.error.field(json, name);
            case "error" -> event.failed = event.error.object(json);
            default -> json.skipChildren();
        }
    }

    private void take(Event event) {
        String type = event.type.isEmpty() ? events.name() : event.type;
        if (event.failed || type.equals(FAILED)) {
            throw told ? Faults.inAnswer(reply, event.error) : Faults.inStream(reply, event.error);
        }
        switch (type) {
            case "image_generation.partial_image", "image_edit.partial_image" -> preview(event);
            case "image_generation.completed", "image_edit.completed" -> finished(event);
            default -> LOG.debug("step '{}': an event of no use was passed over", step());
        }
    }

    private void preview(Event event) {
        told = true;
        previews++;
        if (event.picture != null
                && body.redeem(event.picture) instanceof ReceivedPicture.Whole whole
                && previews <= MOST_PREVIEWS) {
            ImageFormat declared = ImageWish.format(event.format).orElse(null);
            context.emit(new Delta.PartialImage(event.index, whole.image(), declared));
        } else {
            LOG.debug("step '{}': preview {} cannot be used and was passed over", step(), event.index);
        }
    }

    private void finished(Event event) {
        told = true;
        TokenUsage reported = event.usage;
        if (reported != null) {
            usage = usage == null ? reported : usage.plus(reported);
            reply.usage(usage);
        }
        answer.format(event.format);
        event.settled.forEach(answer::settled);
        ImageAnswer.Picture picture = answer.next();
        picture.revisedPrompt(event.revisedPrompt);
        picture.url(event.url);
        if (event.picture != null) {
            answer.receive(picture, body.redeem(event.picture));
        }
    }

    private String step() {
        return reply.request().stepId();
    }
}
