package dev.toolflow.testkit;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Writes the JSON of an image answer, whole or in events; base64 goes out block by block. Used by one thread. */
final class ImageJson implements AutoCloseable {

    private static final JsonFactory JSON = new JsonFactory();

    private final JsonGenerator json;
    private final ImagesReply reply;

    ImageJson(OutputStream out, ImagesReply reply) throws IOException {
        this.json = JSON.createGenerator(out, JsonEncoding.UTF8).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        this.reply = reply;
    }

    void whole() throws IOException {
        json.writeStartObject();
        json.writeNumberField("created", reply.created());
        if (reply.duplicateKey()) {
            json.writeNumberField("created", reply.created() + 1);
        }
        settings();
        json.writeArrayFieldStart("data");
        for (ImagesReply.Item item : reply.items()) {
            json.writeStartObject();
            item(item);
            if (reply.request().isDallE()) {
                json.writeStringField(
                        "revised_prompt", "A poster: " + reply.request().prompt());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        usage();
        json.writeEndObject();
    }

    void preview(String type, int index) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", type);
        item(reply.previews().get(index));
        json.writeNumberField("partial_image_index", index);
        created();
        settings();
        json.writeEndObject();
    }

    void completed(String type, ImagesReply.Item item) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", type);
        item(item);
        created();
        settings();
        usage();
        json.writeEndObject();
    }

    private void created() throws IOException {
        json.writeNumberField("created_at", reply.created());
        if (reply.duplicateKey()) {
            json.writeNumberField("created_at", reply.created() + 1);
        }
    }

    private void settings() throws IOException {
        if (!reply.request().isDallE()) {
            json.writeStringField("background", reply.request().transparent() ? "transparent" : "opaque");
            json.writeStringField("output_format", reply.request().format().format());
            json.writeStringField("quality", reply.request().quality());
            json.writeStringField(
                    "size", reply.request().width() + "x" + reply.request().height());
        }
    }

    private void item(ImagesReply.Item item) throws IOException {
        if (item instanceof ImagesReply.Bytes picture) {
            json.writeFieldName("b64_json");
            json.writeBinary(picture.bytes());
        } else if (item instanceof ImagesReply.Sized sized) {
            json.writeFieldName("b64_json");
            try (InputStream bytes = sized.picture().open()) {
                json.writeBinary(bytes, (int) sized.picture().length());
            }
        } else if (item instanceof ImagesReply.Text text) {
            json.writeStringField("b64_json", text.base64());
        } else if (item instanceof ImagesReply.Url link) {
            json.writeStringField("url", link.url());
        }
    }

    private void usage() throws IOException {
        ImageUsage usage = reply.usage();
        if (usage != null) {
            usage.writeTo(json);
        }
    }

    @Override
    public void close() throws IOException {
        json.close();
    }
}
