package dev.toolflow.examples.runs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.toolflow.run.Payload;
import dev.toolflow.run.PayloadCodec;
import dev.toolflow.run.RunPayloadException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads what a store does not look into. One payload that cannot be read does not hide the others. Thread-safe. */
public final class Payloads {
    /** Stands in place of what cannot be read, with the reason. */
    static final String UNREADABLE = "unreadable";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final PayloadCodec codec;

    private Payloads(PayloadCodec codec) {
        this.codec = codec;
    }

    /** Payloads that this codec wrote. */
    public static Payloads of(PayloadCodec codec) {
        return new Payloads(codec);
    }

    /** The JSON that it holds; null for none; {@code {"unreadable": "why"}} where it cannot be read. */
    JsonNode read(PayloadCodec.Place place, @Nullable Payload stored) {
        if (stored == null || stored.size() == 0) {
            return JsonNodeFactory.instance.nullNode();
        }
        try {
            JsonNode json = JSON.readTree(codec.decode(place, stored));
            return json.isMissingNode() ? JsonNodeFactory.instance.nullNode() : json;
        } catch (RunPayloadException e) {
            return unreadable(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return unreadable(place + ": what was decoded is not JSON");
        }
    }

    private static JsonNode unreadable(String why) {
        return JsonNodeFactory.instance.objectNode().put(UNREADABLE, why);
    }
}
