package dev.toolflow.image;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.SortedMap;

/**
 * What an image step asks for: a prompt, a number of pictures, and parameters by their names in OpenAI's images API.
 * Immutable; each method that sets something returns a copy. Sources: OpenAI's API reference, "Create image" and "Create
 * image edit". Which of it one model takes, a catalogue of models says.
 *
 * @param <R> the kind of request
 */
public sealed interface ImageRequest<R extends ImageRequest<R>> permits ImageGenerationInput, ImageEditInput {

    /** Returns what the picture is to show, or how the pictures are to change. */
    String prompt();

    /** Returns how many pictures are asked for. */
    int n();

    /** Returns all but the prompt, {@code n} and the pictures, by the names in the API, sorted; a copy. */
    SortedMap<String, JsonNode> parameters();

    /** Returns a copy with another prompt, for example one that tells what was wrong with the last picture. */
    R withPrompt(String prompt);

    /** Returns a copy that asks for so many pictures, 1 to 10; default 1. */
    R n(int pictures);

    /**
     * Returns a copy with a parameter that is newer than this library, by its name in the API.
     *
     * @param value anything that Jackson writes as JSON, but not null
     * @throws IllegalArgumentException if it has a place of its own, or its value is impossible; the message names it
     */
    R parameter(String name, Object value);

    /**
     * Returns a copy that asks for what the settings say, wherever it says nothing itself. A compression is left out where
     * the format is PNG, which has none.
     */
    R withDefaults(ImageSettings settings);

    /** Returns a copy that asks for a size: {@code auto} or {@code <width>x<height>}, in pixels, each below 100,000. */
    default R size(String size) {
        return parameter("size", size);
    }

    /** Returns a copy that asks for a size in pixels. Which sizes there are depends on the model. */
    default R size(int width, int height) {
        return size(width + "x" + height);
    }

    /** Returns a copy that asks for a quality, for example {@code low}, {@code high} or {@code auto}. */
    default R quality(String quality) {
        return parameter("quality", quality);
    }

    /** Returns a copy that asks for a background: {@code transparent}, {@code opaque} or {@code auto}. */
    default R background(String background) {
        return parameter("background", background);
    }

    /** Returns a copy that asks for a format; the answer must then have it. */
    default R outputFormat(ImageFormat format) {
        return parameter("output_format", format.wireName());
    }

    /** Returns a copy that asks for a compression of JPEG or WebP in percent, 0 to 100. */
    default R outputCompression(int percent) {
        return parameter("output_compression", percent);
    }

    /** Returns a copy that asks for so many pictures of the state in between, 0 to 3; they come while the step runs. */
    default R partialImages(int pictures) {
        return parameter("partial_images", pictures);
    }

    /**
     * Returns a copy that asks for an answer as {@code b64_json} or {@code url}. Only models before gpt-image take it, as
     * gateways still serve them; without it they are asked for {@code b64_json}.
     */
    default R responseFormat(String format) {
        return parameter("response_format", format);
    }

    /** Returns a copy that names the end user to OpenAI; choose something that identifies nobody, such as a hash. */
    default R safetyIdentifier(String identifier) {
        return parameter("safety_identifier", identifier);
    }

    /**
     * Returns a copy that names the end user as OpenAI did before {@link #safetyIdentifier}, for models and gateways that know
     * no other. Both are sent where both are given.
     */
    default R user(String user) {
        return parameter("user", user);
    }
}
