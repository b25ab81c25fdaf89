package dev.toolflow.step;

import dev.toolflow.image.ImageSettings;
import dev.toolflow.tool.ToolCallRequest.Options;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How a step calls its model, as its {@link ToolCallStep} says. Immutable. */
public final class Calling {
    static final Calling STANDARD =
            new Calling(Models.NONE, Options.standard(), null, new Images(null, ImageSettings.none()));
    private static final Duration LONGEST_TIMEOUT = Duration.ofDays(1);

    private final Models models;
    private final Options options;
    private final @Nullable Duration timeout;
    private final Images images;

    private record Images(@Nullable OnUnknown onUnknown, ImageSettings settings) {}

    private record Models(@Nullable String first, List<String> others) {
        private static final Models NONE = new Models(null, List.of());

        private Models {
            others = List.copyOf(others);
            Set<String> known = new HashSet<>(first == null ? Set.of() : Set.of(first));
            for (String other : others) {
                if (other.isBlank()) {
                    throw new IllegalArgumentException("fallback: a model must not be blank; leave it out");
                }
                if (!known.add(other)) {
                    throw new IllegalArgumentException(
                            "fallback: the model " + other + " would be asked twice; name each model once");
                }
            }
        }
    }

    private Calling(Models models, Options options, @Nullable Duration timeout, Images images) {
        this.models = models;
        this.options = options;
        this.timeout = timeout;
        this.images = images;
    }

    Calling model(String name) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("model: must not be blank; leave it out for the engine's default");
        }
        return new Calling(new Models(name, models.others), options, timeout, images);
    }

    Calling fallback(List<String> others) {
        return new Calling(new Models(models.first, others), options, timeout, images);
    }

    Calling options(Options answer) {
        return new Calling(models, Objects.requireNonNull(answer, "options"), timeout, images);
    }

    Calling timeout(Duration longest) {
        if (longest.isZero() || longest.isNegative() || longest.compareTo(LONGEST_TIMEOUT) > 0) {
            throw new IllegalArgumentException("timeout: must be longer than zero and at most 1 day, was " + longest);
        }
        return new Calling(models, options, longest, images);
    }

    Calling onUnknown(OnUnknown policy) {
        return new Calling(
                models, options, timeout, new Images(Objects.requireNonNull(policy, "policy"), images.settings));
    }

    Calling images(ImageSettings settings) {
        return new Calling(
                models, options, timeout, new Images(images.onUnknown, Objects.requireNonNull(settings, "images")));
    }

    /** The model, where the step names one. */
    public Optional<String> model() {
        return Optional.ofNullable(models.first);
    }

    /** The models that are asked in turn where the one before them gives no answer; empty where there are none. */
    public List<String> fallback() {
        return models.others;
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
        return images.onUnknown == null ? OnUnknown.FAIL : images.onUnknown;
    }

    /**
     * Whether a call that was in flight when its process died is made again by whoever resumes the run: unless the step says
     * {@code onUnknown(FAIL)} itself.
     */
    public boolean repeatsInFlight() {
        return images.onUnknown != OnUnknown.FAIL;
    }

    /** What an image step asks for where its input says nothing, and what its answers may be. */
    public ImageSettings images() {
        return images.settings;
    }
}
