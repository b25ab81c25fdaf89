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
public final class ImageEditInput implements ImageRequest<ImageEditInput> {
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

    @Override
    public ImageEditInput withPrompt(String prompt) {
        return with(request.withPrompt(prompt));
    }

    @Override
    public ImageEditInput n(int pictures) {
        return with(request.n(pictures));
    }

    @Override
    public ImageEditInput parameter(String name, Object value) {
        return with(request.parameter(name, value));
    }

    @Override
    public ImageEditInput withDefaults(ImageSettings settings) {
        return with(request.withDefaults(settings.forEdits()));
    }

    /** Returns a copy that edits only where the mask, a PNG with the first picture's size, is transparent. */
    public ImageEditInput mask(ImageSource mask) {
        return new ImageEditInput(request, images, Objects.requireNonNull(mask, "mask"));
    }

    /** Returns a copy that says how close to keep to the pictures: {@code high} or {@code low}. */
    public ImageEditInput inputFidelity(String inputFidelity) {
        return parameter("input_fidelity", inputFidelity);
    }

    private ImageEditInput with(ImageGenerationInput changed) {
        return new ImageEditInput(changed, images, mask);
    }

    @Override
    public String prompt() {
        return prompt;
    }

    @Override
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

    @Override
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
