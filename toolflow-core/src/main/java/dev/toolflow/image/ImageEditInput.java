package dev.toolflow.image;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What an {@code edit_image} step asks for: a request as for a generation, the 1 to 16 pictures that are to be
 * edited, and perhaps a mask. Immutable; each wither returns a copy. Validated like {@link ImageGenerationInput}. As
 * JSON it is flat:
 * {@code {"images":[…],"mask":{…},"prompt":"…","n":1,"size":"auto"}}.
 *
 * <pre>{@code
 * ImageEditInput.of("The same tin on a marble table", hero).inputFidelity("high")
 * }</pre>
 */
@JsonAutoDetect(fieldVisibility = JsonAutoDetect.Visibility.NONE)
@JsonPropertyOrder({"images", "mask"})
public final class ImageEditInput {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ImageGenerationInput request;

    @NotBlank
    private final String prompt;

    @Min(1)
    @Max(10)
    private final int n;

    @Size(min = 1, max = 16)
    @JsonProperty
    private final List<ImageSource> images;

    @JsonProperty
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private final @Nullable ImageSource mask;

    private ImageEditInput(
            ImageGenerationInput request, List<? extends ImageSource> images, @Nullable ImageSource mask) {
        this.request = request;
        this.prompt = request.prompt();
        this.n = request.n();
        this.images = List.copyOf(images);
        this.mask = mask;
    }

    @JsonCreator
    static ImageEditInput fromJson(
            @JsonProperty("images") @Nullable List<ImageSource> images,
            @JsonProperty("mask") @Nullable ImageSource mask,
            @JsonAnySetter @Nullable Map<String, JsonNode> request) {
        ImageGenerationInput rest = JSON.convertValue(request == null ? Map.of() : request, ImageGenerationInput.class);
        return new ImageEditInput(rest, images == null ? List.of() : images, mask);
    }

    /** All but the pictures, flat beside them, in the form that a generation has. */
    @JsonAnyGetter
    Map<String, JsonNode> toJson() {
        return JSON.convertValue(request, new TypeReference<>() {});
    }

    /** Asks for an edit of pictures that are in the engine's store. */
    public static ImageEditInput of(String prompt, GeneratedImage first, GeneratedImage... more) {
        List<ImageSource> images = new ArrayList<>();
        images.add(ImageSource.of(first));
        for (GeneratedImage image : more) {
            images.add(ImageSource.of(image));
        }
        return of(prompt, images);
    }

    /** Asks for an edit of 1 to 16 pictures; another number is refused when the step's input is validated. */
    public static ImageEditInput of(String prompt, List<? extends ImageSource> images) {
        return new ImageEditInput(ImageGenerationInput.of(prompt), images, null);
    }

    /** Returns a copy with another prompt, for example one that tells what was wrong with the last picture. */
    public ImageEditInput withPrompt(String prompt) {
        return with(request.withPrompt(prompt));
    }

    /** Returns a copy that asks for so many pictures, 1 to 10; default 1. */
    public ImageEditInput n(int pictures) {
        return with(request.n(pictures));
    }

    /** Returns a copy that edits only where the mask, a PNG with the first picture's size, is transparent. */
    public ImageEditInput mask(ImageSource mask) {
        return new ImageEditInput(request, images, Objects.requireNonNull(mask, "mask"));
    }

    /** Returns a copy that says how close to keep to the pictures: {@code high} or {@code low}. */
    public ImageEditInput inputFidelity(String inputFidelity) {
        return parameter("input_fidelity", inputFidelity);
    }

    /** Returns a copy that asks for a size: {@code auto} or {@code <width>x<height>}, in pixels, each below 100,000. */
    public ImageEditInput size(String size) {
        return parameter("size", size);
    }

    /** Returns a copy that asks for a size in pixels. Which sizes there are depends on the model. */
    public ImageEditInput size(int width, int height) {
        return size(width + "x" + height);
    }

    /** Returns a copy that asks for a quality, for example {@code low}, {@code high} or {@code auto}. */
    public ImageEditInput quality(String quality) {
        return parameter("quality", quality);
    }

    /** Returns a copy that asks for a background: {@code transparent}, {@code opaque} or {@code auto}. */
    public ImageEditInput background(String background) {
        return parameter("background", background);
    }

    /** Returns a copy that asks for a format; the answer must then have it. */
    public ImageEditInput outputFormat(ImageFormat format) {
        return parameter("output_format", format.wireName());
    }

    /** Returns a copy that asks for a compression of JPEG or WebP in percent, 0 to 100. */
    public ImageEditInput outputCompression(int percent) {
        return parameter("output_compression", percent);
    }

    /** Returns a copy that asks for a moderation: {@code low} or {@code auto}. */
    public ImageEditInput moderation(String moderation) {
        return parameter("moderation", moderation);
    }

    /** Returns a copy that names the end user to OpenAI; choose something that identifies nobody. */
    public ImageEditInput user(String user) {
        return parameter("user", user);
    }

    /**
     * Returns a copy with a parameter that is newer than this library, by its name in the API.
     *
     * @param value anything that Jackson writes as JSON, but not null
     * @throws IllegalArgumentException if it has a place of its own, or its value is impossible; the message names it
     */
    public ImageEditInput parameter(String name, Object value) {
        return with(request.parameter(name, value));
    }

    private ImageEditInput with(ImageGenerationInput changed) {
        return new ImageEditInput(changed, images, mask);
    }

    /** Returns how the pictures are to change. */
    public String prompt() {
        return prompt;
    }

    /** Returns how many pictures are asked for. */
    public int n() {
        return n;
    }

    /** Returns the pictures that are to be edited, in the order of the call. */
    public List<ImageSource> images() {
        return images;
    }

    /** Returns where the first picture may change; empty for everywhere. */
    public Optional<ImageSource> mask() {
        return Optional.ofNullable(mask);
    }

    /** Returns all but the prompt, {@code n} and the pictures, by the names in the API, sorted; a copy. */
    public SortedMap<String, JsonNode> parameters() {
        return request.parameters();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ImageEditInput that
                && request.equals(that.request)
                && images.equals(that.images)
                && Objects.equals(mask, that.mask);
    }

    @Override
    public int hashCode() {
        return Objects.hash(request, images, mask);
    }

    /** Tells no content: the prompt's length, the number of pictures and the parameters' names. */
    @Override
    public String toString() {
        return "ImageEditInput[prompt=<" + prompt.length() + " characters>, n=" + n + ", images=" + images.size()
                + ", mask=" + (mask != null) + ", parameters=" + parameters().keySet() + "]";
    }
}
