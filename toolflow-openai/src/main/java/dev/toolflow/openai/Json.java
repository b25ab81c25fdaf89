package dev.toolflow.openai;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;

/**
 * How this module writes and reads JSON. Buffers are shared by all threads: one per thread is of no use where each step has a
 * new thread. Thread-safe.
 */
final class Json {
    private static final int DEEPEST = 200;
    private static final int LONGEST_TEXT_BESIDE_AN_IMAGE = 1 << 20;

    /** A reply has some tens for each picture or tool call; the names of millions of fields would fill the heap. */
    private static final long MOST_TOKENS = 100_000;

    /** Writes requests in pure ASCII, so that a lone surrogate in a text survives the way. */
    static final JsonFactory WRITER = writer().getFactory();

    /** Reads chat replies; the body's own limit bounds the strings. */
    static final JsonFactory CHAT = reader(ChatReader.LONGEST_BODY);

    /** Reads image replies; base64 is streamed past the limit for strings. */
    static final JsonFactory IMAGES = reader(LONGEST_TEXT_BESIDE_AN_IMAGE);

    private Json() {}

    private static ObjectMapper writer() {
        JsonFactory factory = JsonFactory.builder()
                .recyclerPool(JsonRecyclerPools.sharedBoundedPool())
                .build();
        return JsonMapper.builder(factory)
                .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                .build();
    }

    /** Parse errors must not quote what they read: no source in their location. */
    private static JsonFactory reader(int longestText) {
        return JsonFactory.builder()
                .recyclerPool(JsonRecyclerPools.sharedBoundedPool())
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(DEEPEST)
                        .maxStringLength(longestText)
                        .maxTokenCount(MOST_TOKENS)
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .build();
    }
}
