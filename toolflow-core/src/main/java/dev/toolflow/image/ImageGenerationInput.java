package dev.toolflow.image;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.JsonNode;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code generate_image} step asks for: a prompt, a number of pictures, and parameters by their names in
 * OpenAI's images API. Immutable; each wither returns a copy. Prompt and {@code n} are validated before a call by
 * their Jakarta constraints, parameters here, as far as all models agree. As JSON it is flat:
 * {@code {"prompt":"…","n":1,"size":"1024x1024"}}.
 *
 * <pre>{@code
 * ImageGenerationInput.of("A tea tin on linen").size(1536, 1024).outputFormat(ImageFormat.JPEG)
 * }</pre>
 */
@JsonAutoDetect(fieldVisibility = JsonAutoDetect.Visibility.NONE)
@JsonPropertyOrder({"prompt", "n"})
public final class ImageGenerationInput {
    @NotBlank
    @JsonProperty
    private final String prompt;

    @Min(1)
    @Max(10)
    @JsonProperty
    private final int n;

    private final ImageParameters parameters;

    private ImageGenerationInput(String prompt, int n, ImageParameters parameters) {
        this.prompt = Objects.requireNonNull(prompt, "prompt");
        this.n = n;
        this.parameters = parameters;
    }

    @JsonCreator
    static ImageGenerationInput fromJson(
            @JsonProperty("prompt") @Nullable String prompt,
            @JsonProperty("n") @Nullable Integer n,
            @JsonAnySetter @Nullable Map<String, JsonNode> parameters) {
        return new ImageGenerationInput(
                prompt == null ? "" : prompt, n == null ? 1 : n, ImageParameters.fromJson(parameters));
    }

    /** Asks for one picture. A blank prompt is refused when the step's input is validated. */
    public static ImageGenerationInput of(String prompt) {
        return new ImageGenerationInput(prompt, 1, ImageParameters.none());
    }

    /** Returns a copy with another prompt, for example one that tells what was wrong with the last picture. */
    public ImageGenerationInput withPrompt(String prompt) {
        return new ImageGenerationInput(prompt, n, parameters);
    }

    /** Returns a copy that asks for so many pictures, 1 to 10; default 1. */
    public ImageGenerationInput n(int pictures) {
        return new ImageGenerationInput(prompt, pictures, parameters);
    }

    /** Returns a copy that asks for a size: {@code auto} or {@code <width>x<height>}, in pixels, each below 100,000. */
    public ImageGenerationInput size(String size) {
        return parameter("size", size);
    }

    /** Returns a copy that asks for a size in pixels. Which sizes there are depends on the model. */
    public ImageGenerationInput size(int width, int height) {
        return size(width + "x" + height);
    }

    /** Returns a copy that asks for a quality, for example {@code low}, {@code high} or {@code auto}. */
    public ImageGenerationInput quality(String quality) {
        return parameter("quality", quality);
    }

    /** Returns a copy that asks for a background: {@code transparent}, {@code opaque} or {@code auto}. */
    public ImageGenerationInput background(String background) {
        return parameter("background", background);
    }

    /** Returns a copy that asks for a format; the answer must then have it. */
    public ImageGenerationInput outputFormat(ImageFormat format) {
        return parameter("output_format", format.wireName());
    }

    /** Returns a copy that asks for a compression of JPEG or WebP in percent, 0 to 100. */
    public ImageGenerationInput outputCompression(int percent) {
        return parameter("output_compression", percent);
    }

    /** Returns a copy that asks for a moderation: {@code low} or {@code auto}. */
    public ImageGenerationInput moderation(String moderation) {
        return parameter("moderation", moderation);
    }

    /** Returns a copy that names the end user to OpenAI; choose something that identifies nobody. */
    public ImageGenerationInput user(String user) {
        return parameter("user", user);
    }

    /**
     * Returns a copy with a parameter that is newer than this library, by its name in the API.
     *
     * @param value anything that Jackson writes as JSON, but not null
     * @throws IllegalArgumentException if it has a place of its own, or its value is impossible; the message names it
     */
    public ImageGenerationInput parameter(String name, Object value) {
        return new ImageGenerationInput(prompt, n, parameters.with(name, value));
    }

    /** Returns what the picture is to show. */
    public String prompt() {
        return prompt;
    }

    /** Returns how many pictures are asked for. */
    public int n() {
        return n;
    }

    /** Returns all but the prompt and {@code n}, by the names in the API, sorted; a copy. */
    @JsonAnyGetter
    public SortedMap<String, JsonNode> parameters() {
        return parameters.asMap();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ImageGenerationInput that
                && prompt.equals(that.prompt)
                && n == that.n
                && parameters.equals(that.parameters);
    }

    @Override
    public int hashCode() {
        return Objects.hash(prompt, n, parameters);
    }

    /** Tells no content: the prompt's length and the parameters' names. */
    @Override
    public String toString() {
        return "ImageGenerationInput[prompt=<" + prompt.length() + " characters>, n=" + n + ", parameters=" + parameters
                + "]";
    }
}
