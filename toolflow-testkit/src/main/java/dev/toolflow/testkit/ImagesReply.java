package dev.toolflow.testkit;

import dev.toolflow.testkit.picture.SizedPicture;
import dev.toolflow.testkit.request.ImageRequest;
import dev.toolflow.testkit.sse.EventStream;
import dev.toolflow.testkit.sse.ServerEvent;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer of an image endpoint; the base64 is written, never held.
 *
 * @param request what was asked
 * @param created seconds since 1970
 * @param items the pictures
 * @param previews what a streamed answer shows before its picture
 * @param usage what it cost; null where the model reports none
 * @param duplicateKey whether {@code created} comes twice
 */
record ImagesReply(
        ImageRequest request,
        long created,
        List<Item> items,
        List<Bytes> previews,
        @Nullable ImageUsage usage,
        boolean duplicateKey) {

    /** One element of {@code data}. */
    sealed interface Item permits Bytes, Sized, Text, Url {}

    @SuppressWarnings("ArrayRecordComponent") // megabytes, written once and never compared
    record Bytes(byte[] bytes) implements Item {}

    record Sized(SizedPicture picture) implements Item {}

    record Text(String base64) implements Item {}

    record Url(String url) implements Item {}

    ImagesReply {
        items = List.copyOf(items);
        previews = List.copyOf(previews);
    }

    ImagesReply withItems(Item same) {
        return withItems(Collections.nCopies(items.size(), same));
    }

    ImagesReply withItems(List<Item> others) {
        return new ImagesReply(request, created, others, previews, usage, duplicateKey);
    }

    ImagesReply sized(long bytes) {
        return withItems(items.stream()
                .map(item -> item instanceof Bytes picture ? new Sized(SizedPicture.of(picture.bytes(), bytes)) : item)
                .toList());
    }

    ImagesReply withPreviews(Bytes same) {
        return new ImagesReply(
                request, created, items, Collections.nCopies(previews.size(), same), usage, duplicateKey);
    }

    ImagesReply first(int count) {
        return withItems(items.subList(0, count));
    }

    ImagesReply withoutUsage() {
        return new ImagesReply(request, created, items, previews, null, duplicateKey);
    }

    ImagesReply withDuplicateKey() {
        return new ImagesReply(request, created, items, previews, usage, true);
    }

    void writeTo(OutputStream out) throws IOException {
        try (ImageJson json = new ImageJson(out, this)) {
            json.whole();
        }
    }

    /** Returns the answer as a stream: previews, then the picture with its usage. */
    EventStream events() {
        String kind = request.images().isEmpty() ? "image_generation" : "image_edit";
        List<ServerEvent> events = new ArrayList<>();
        for (int i = 0; i < previews.size(); i++) {
            int index = i;
            String name = kind + ".partial_image";
            events.add(new ServerEvent(name, out -> {
                try (ImageJson json = new ImageJson(out, this)) {
                    json.preview(name, index);
                }
            }));
        }
        String name = kind + ".completed";
        items.forEach(item -> events.add(new ServerEvent(name, out -> {
            try (ImageJson json = new ImageJson(out, this)) {
                json.completed(name, item);
            }
        })));
        return EventStream.of(events);
    }
}
