package dev.toolflow.step;

import dev.toolflow.image.ImageSettings;
import dev.toolflow.tool.ToolCallRequest.Options;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a step calls its model, as its {@link ToolCallStep} says. Immutable. */
public final class Calling {
    static final Calling STANDARD =
            new Calling(null, Options.standard(), null, new Images(OnUnknown.FAIL, ImageSettings.none()));
    private static final Duration LONGEST_TIMEOUT = Duration.ofDays(1);

    private final @Nullable String model;
    private final Options options;
    private final @Nullable Duration timeout;
    private final Images images;

    private record Images(OnUnknown onUnknown, ImageSettings settings) {}

    private Calling(@Nullable String model, Options options, @Nullable Duration timeout, Images images) {
        this.model = model;
        this.options = options;
        this.timeout = timeout;
        this.images = images;
    }

    Calling model(String name) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("model: must not be blank; leave it out for the engine's default");
        }
        return new Calling(name, options, timeout, images);
    }

    Calling options(Options answer) {
        return new Calling(model, Objects.requireNonNull(answer, "options"), timeout, images);
    }

    Calling timeout(Duration longest) {
        if (longest.isZero() || longest.isNegative() || longest.compareTo(LONGEST_TIMEOUT) > 0) {
            throw new IllegalArgumentException("timeout: must be longer than zero and at most 1 day, was " + longest);
        }
        return new Calling(model, options, longest, images);
    }

    Calling onUnknown(OnUnknown policy) {
        return new Calling(
                model, options, timeout, new Images(Objects.requireNonNull(policy, "policy"), images.settings));
    }

    Calling images(ImageSettings settings) {
        return new Calling(
                model, options, timeout, new Images(images.onUnknown, Objects.requireNonNull(settings, "images")));
    }

    /** The model, where the step names one. */
    public Optional<String> model() {
        return Optional.ofNullable(model);
    }

    /** How a chat model is to answer. */
    public Options options() {
        return options;
    }

    /** How long one call may take, where the step says so. */
    public Optional<Duration> timeout() {
        return Optional.ofNullable(timeout);
    }

    /** What an image step does about a call of unknown outcome. */
    public OnUnknown onUnknown() {
        return images.onUnknown;
    }

    /** What an image step asks for where its input says nothing, and what its answers may be. */
    public ImageSettings images() {
        return images.settings;
    }
}
