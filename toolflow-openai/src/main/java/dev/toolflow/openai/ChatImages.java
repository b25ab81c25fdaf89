package dev.toolflow.openai;

import com.fasterxml.jackson.core.JsonGenerator;
import com.openai.core.http.HttpRequestBody;
import dev.toolflow.image.GeneratedImage;
import dev.toolflow.store.ImageLink;
import dev.toolflow.tool.CallContext;
import dev.toolflow.tool.ImageTransfer;
import dev.toolflow.tool.Rejection;
import dev.toolflow.tool.ToolCallException.Rejected;
import dev.toolflow.tool.ToolCallRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The images of a chat call's input as parts of its user message, behind the text that names them. Source: OpenAI's API
 * reference, "Create chat completion", content parts. For one request, on one thread.
 */
final class ChatImages {
    /** What OpenAI takes in one request, by its guide "Images and vision". */
    private static final long MOST = 50L * 1000 * 1000;

    private final ToolCallRequest request;
    private final CallContext context;
    private final List<DataUrlBody.Cut> cuts = new ArrayList<>();

    private ChatImages(ToolCallRequest request, CallContext context) {
        this.request = request;
        this.context = context;
    }

    /** @throws Rejected if they are too long together, or cannot be sent as the step asks */
    static ChatImages of(ToolCallRequest request, CallContext context) {
        ChatImages images = new ChatImages(request, context);
        images.requireSendable();
        return images;
    }

    private void requireSendable() {
        long bytes = request.input().images().stream()
                .mapToLong(GeneratedImage::sizeBytes)
                .sum();
        if (bytes > MOST && !linked()) {
            throw new Rejected(
                    Rejection.NOT_SENT,
                    "step '" + request.stepId() + "': the images of its input have " + bytes
                            + " bytes; one call takes " + MOST + " as data URLs: send fewer or smaller ones, or use"
                            + " imageTransfer(LINK)");
        }
    }

    private boolean linked() {
        return request.options().imageTransfer() == ImageTransfer.LINK;
    }

    /** Writes the input as content parts: its JSON, then each image behind its name in that JSON. */
    void write(JsonGenerator json, ByteArrayOutputStream body) throws IOException {
        json.writeStartArray();
        text(json, request.input().json());
        for (GeneratedImage image : request.input().images()) {
            text(json, "The image with sha256 " + image.sha256() + ":");
            json.writeStartObject();
            json.writeStringField("type", "image_url");
            json.writeObjectFieldStart("image_url");
            json.writeFieldName("url");
            url(json, body, image);
            json.writeStringField(
                    "detail", request.options().imageDetail().name().toLowerCase(Locale.ROOT));
            json.writeEndObject();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void url(JsonGenerator json, ByteArrayOutputStream body, GeneratedImage image) throws IOException {
        if (linked()) {
            json.writeString(link(image));
            return;
        }
        json.writeRawValue("\"data:" + image.mime() + ";base64,");
        json.flush();
        cuts.add(new DataUrlBody.Cut(body.size(), Upload.stored(image, context)));
        json.writeRaw('"');
    }

    /** A file's link means nothing to a provider. */
    private String link(GeneratedImage image) {
        return context.link(image)
                .map(ImageLink::uri)
                .filter(uri -> "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme()))
                .orElseThrow(() -> new Rejected(
                        Rejection.NOT_SENT,
                        "step '" + request.stepId() + "': the image store makes no web link to "
                                + image.fileName()
                                + "; leave imageTransfer at DATA_URL, or use a store with links that the"
                                + " provider can fetch"))
                .toString();
    }

    /** The body of the request whose JSON, written with these images, is this. */
    HttpRequestBody body(ByteArrayOutputStream json) {
        return cuts.isEmpty() ? new JsonBody(json) : new DataUrlBody(json.toByteArray(), cuts);
    }

    private static void text(JsonGenerator json, String text) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", "text");
        json.writeStringField("text", text);
        json.writeEndObject();
    }
}
