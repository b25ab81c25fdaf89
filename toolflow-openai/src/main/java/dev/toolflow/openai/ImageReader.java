package dev.toolflow.openai;

import com.fasterxml.jackson.core.JsonParser;
import dev.toolflow.ingest.ImageSpool;
import dev.toolflow.tool.ToolCallResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads one reply of the images API that came as one JSON text, from its raw body. Base64 goes straight into the spool,
 * in constant memory. Source: OpenAI's API reference, "Images".
 */
final class ImageReader {
    private static final long LONGEST_IMAGE = 86L << 20;
    private static final long REST = 1L << 20;

    private final Reply reply;
    private final PictureFilter body;
    private final ImageAnswer answer;

    private ImageReader(Reply reply, ImageSpool spool, ImageWish wish) {
        this.reply = reply;
        this.body = new PictureFilter(reply.body(longest(wish.n())), spool, wish.n(), reply.buffers());
        this.answer = new ImageAnswer(reply, wish);
    }

    /** How long a body may be, in bytes, that has so many pictures. */
    static long longest(long pictures) {
        return pictures * LONGEST_IMAGE + REST;
    }

    /**
     * Reads a reply whose status is 200.
     *
     * @throws IOException if it cannot be read to its end; the reply's receipt has what was read by then
     * @throws dev.toolflow.tool.ToolCallException.NotReceived if a picture cannot be spooled
     */
    static ToolCallResponse read(Reply reply, ImageSpool spool, ImageWish wish, PictureUrls urls) throws IOException {
        ImageReader reader = new ImageReader(reply, spool, wish);
        try (JsonParser json = Json.IMAGES.createParser(reply.text(reader.body))) {
            if (!JsonFields.begin(json)) {
                throw reply.malformed("the reply is no JSON object");
            }
            JsonFields.of(json, name -> reader.field(json, name));
            reply.requireEnd(json);
        }
        reader.answer.fetch(urls, spool);
        return reader.answer.judged();
    }

    private void field(JsonParser json, String name) throws IOException {
        switch (name) {
            case "usage" -> reply.usage(UsageReader.read(json));
            case "output_format" -> answer.format(JsonFields.text(json));
            case "size", "quality", "background" -> answer.settled(name, JsonFields.text(json));
            case "data" -> JsonFields.elements(json, index -> element(json));
            case "error" -> ErrorBody.in(json, reply.labels()).ifPresent(answer::failed);
            default -> json.skipChildren();
        }
    }

    private void element(JsonParser json) throws IOException {
        if (!answer.takesMore()) {
            answer.skipped();
            json.skipChildren();
            return;
        }
        ImageAnswer.Picture picture = answer.next();
        JsonFields.of(json, name -> {
            switch (name) {
                case "b64_json" -> receive(picture, JsonFields.text(json));
                case "revised_prompt" -> picture.revisedPrompt(JsonFields.text(json));
                case "url" -> picture.url(JsonFields.text(json));
                default -> json.skipChildren();
            }
        });
    }

    private void receive(ImageAnswer.Picture picture, @Nullable String ticket) {
        if (ticket != null) {
            answer.receive(picture, body.redeem(ticket));
        }
    }
}
