package dev.toolflow.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.toolflow.image.GeneratedImage;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A record as JSON, with the number of its format: what another version of ToolFlow wrote is read or refused, never guessed.
 */
final class RecordJson {
    static final int FORMAT = 1;

    /** Longer than any record with its attributes and its revised prompt. */
    static final int LONGEST = 1 << 20;

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    // One per thread is of no use where each step has a new thread.
                    .recyclerPool(JsonRecyclerPools.sharedBoundedPool())
                    .build())
            // A model may write half a surrogate pair into its revised prompt, which UTF-8 cannot hold.
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private RecordJson() {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Stored(
            int format,
            String id,
            GeneratedImage image,
            @Nullable ImageOrigin origin,
            String created,
            Map<String, String> attributes) {}

    static byte[] write(ImageRecord record) {
        Stored stored = new Stored(
                FORMAT,
                record.id(),
                record.image(),
                record.origin(),
                record.created().toString(),
                record.attributes());
        byte[] json;
        try {
            json = JSON.writeValueAsBytes(stored);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of strings and numbers cannot be written as JSON", e);
        }
        if (json.length > LONGEST) {
            throw new ImageStoreException("image " + record.image().fileName() + ": its record has " + json.length
                    + " bytes, at most " + LONGEST + " are kept; shorten its attributes");
        }
        return json;
    }

    /**
     * @throws IllegalArgumentException when this is no record
     * @throws ImageStoreException when it is one of a newer format
     */
    static ImageRecord read(byte[] json) {
        try {
            JsonNode tree = JSON.readTree(json);
            requireKnown(tree.path("format"));
            Stored stored = JSON.treeToValue(tree, Stored.class);
            return new ImageRecord(
                    stored.id(), stored.image(), stored.origin(), Instant.parse(stored.created()), stored.attributes());
        } catch (IOException | RuntimeException e) {
            if (e instanceof ImageStoreException newer) {
                throw newer;
            }
            // Not the cause's message: it quotes the file.
            throw new IllegalArgumentException(
                    "no record of an image: " + e.getClass().getSimpleName(), e);
        }
    }

    private static void requireKnown(JsonNode format) {
        if (!format.isInt() || format.intValue() < 1) {
            throw new IllegalArgumentException("no number of a format");
        }
        if (format.intValue() > FORMAT) {
            throw new ImageStoreException("image store: a record has format " + format.intValue()
                    + ", this version of ToolFlow reads up to " + FORMAT + "; use the version that wrote it");
        }
    }
}
