package dev.toolflow.testkit;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.toolflow.testkit.request.ImageRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer of an image endpoint; the base64 is written, never held.
 *
 * @param request what was asked
 * @param created seconds since 1970
 * @param items the pictures
 * @param usage what it cost; null where the model reports none
 * @param duplicateKey whether {@code created} comes twice
 */
record ImagesReply(
        ImageRequest request,
        long created,
        List<Item> items,
        @Nullable ImageUsage usage,
        boolean duplicateKey) {

    private static final JsonFactory JSON = new JsonFactory();

    /** One element of {@code data}. */
    sealed interface Item permits Bytes, Text, Url {}

    @SuppressWarnings("ArrayRecordComponent") // megabytes, written once and never compared
    record Bytes(byte[] bytes) implements Item {}

    record Text(String base64) implements Item {}

    record Url(String url) implements Item {}

    ImagesReply {
        items = List.copyOf(items);
    }

    ImagesReply withItems(Item same) {
        return new ImagesReply(request, created, Collections.nCopies(items.size(), same), usage, duplicateKey);
    }

    ImagesReply first(int count) {
        return new ImagesReply(request, created, items.subList(0, count), usage, duplicateKey);
    }

    ImagesReply withoutUsage() {
        return new ImagesReply(request, created, items, null, duplicateKey);
    }

    ImagesReply withDuplicateKey() {
        return new ImagesReply(request, created, items, usage, true);
    }

    void writeTo(OutputStream out) throws IOException {
        JsonGenerator json =
                JSON.createGenerator(out, JsonEncoding.UTF8).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        json.writeStartObject();
        json.writeNumberField("created", created);
        if (duplicateKey) {
            json.writeNumberField("created", created + 1);
        }
        if (!request.isDallE()) {
            json.writeStringField("background", request.transparent() ? "transparent" : "opaque");
            json.writeStringField("output_format", request.format().format());
            json.writeStringField("quality", request.quality());
            json.writeStringField("size", request.width() + "x" + request.height());
        }
        json.writeArrayFieldStart("data");
        for (Item item : items) {
            write(json, item);
        }
        json.writeEndArray();
        if (usage != null) {
            usage.writeTo(json);
        }
        json.writeEndObject();
        json.flush();
    }

    private void write(JsonGenerator json, Item item) throws IOException {
        json.writeStartObject();
        if (item instanceof Bytes picture) {
            json.writeFieldName("b64_json");
            json.writeBinary(picture.bytes());
        } else if (item instanceof Text text) {
            json.writeStringField("b64_json", text.base64());
        } else if (item instanceof Url link) {
            json.writeStringField("url", link.url());
        }
        if (request.isDallE()) {
            json.writeStringField("revised_prompt", "A poster: " + request.prompt());
        }
        json.writeEndObject();
    }
}
