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
public final class ImageGenerationInput implements ImageRequest<ImageGenerationInput> {
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

    @Override
    public ImageGenerationInput withPrompt(String prompt) {
        return new ImageGenerationInput(prompt, n, parameters);
    }

    @Override
    public ImageGenerationInput n(int pictures) {
        return new ImageGenerationInput(prompt, pictures, parameters);
    }

    @Override
    public ImageGenerationInput parameter(String name, Object value) {
        return new ImageGenerationInput(prompt, n, parameters.with(name, value));
    }

    @Override
    public ImageGenerationInput withDefaults(ImageSettings settings) {
        return new ImageGenerationInput(prompt, n, settings.values().under(parameters));
    }

    /** Returns a copy that asks for a moderation: {@code low} or {@code auto}. Edits have no such parameter. */
    public ImageGenerationInput moderation(String moderation) {
        return parameter("moderation", moderation);
    }

    /** Returns a copy that asks {@code dall-e-3}, the only model that takes it, for a style: {@code vivid} or {@code natural}. */
    public ImageGenerationInput style(String style) {
        return parameter("style", style);
    }

    @Override
    public String prompt() {
        return prompt;
    }

    @Override
    public int n() {
        return n;
    }

    @Override
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
