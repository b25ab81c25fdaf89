package dev.toolflow;

import dev.toolflow.budget.Budget;
import dev.toolflow.limit.RateLimits;
import dev.toolflow.tool.ModelDefaults;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an engine does otherwise for one tenant than for others. Immutable and thread-safe; every method that sets something
 * returns a copy.
 *
 * <pre>{@code
 * ToolFlowEngine.builder(service)
 *     .tenant("acme", TenantSettings.none().allowModels("gpt-5.4-mini", "gpt-image-2"))
 *     .build();
 * }</pre>
 */
public final class TenantSettings {
    private static final TenantSettings NONE =
            new TenantSettings(null, null, new Bounds(Budget.unlimited(), RateLimits.none()));

    private final @Nullable ModelDefaults models;
    private final @Nullable ModelLabels<Boolean> allowed;

    private final Bounds bounds;

    private record Bounds(Budget budget, RateLimits limits) {}

    private TenantSettings(@Nullable ModelDefaults models, @Nullable ModelLabels<Boolean> allowed, Bounds bounds) {
        this.models = models;
        this.allowed = allowed;
        this.bounds = bounds;
    }

    /** Nothing special: the engine's own models, any of which may be called. */
    public static TenantSettings none() {
        return NONE;
    }

    /**
     * How much the tenant's runs together may ask of each model per minute, whatever their keys; the engine's own limits hold
     * beside it. Default {@link RateLimits#none()}.
     */
    public TenantSettings limits(RateLimits most) {
        return new TenantSettings(models, allowed, new Bounds(bounds.budget, Objects.requireNonNull(most, "limits")));
    }

    /**
     * What the tenant's runs together may spend, over the engine's life; beside it hold each run's own budget and the engine's.
     * Another one that is told later, such as a larger one, holds for all its runs from the next that starts on: what was spent
     * stays spent. Default {@link Budget#unlimited()}.
     */
    public TenantSettings budget(Budget most) {
        return new TenantSettings(models, allowed, new Bounds(Objects.requireNonNull(most, "budget"), bounds.limits));
    }

    /** The models that are called where a step names none. Default: those of the engine. */
    public TenantSettings models(ModelDefaults defaults) {
        return new TenantSettings(Objects.requireNonNull(defaults, "models"), allowed, bounds);
    }

    /**
     * The only models that the tenant's runs may call, instead of those named before. A run of which a step,
     * or an audit step, calls another is refused when it is started; one that is resumed under stricter settings fails before
     * the call. Default: all.
     *
     * @param prefixes their names, or the beginnings of their names up to a hyphen or colon, upper and lower case being the same:
     *     {@code gpt-5.4} is also {@code gpt-5.4-mini} but not {@code gpt-5.45}. One that ends in a hyphen, colon, dot or slash
     *     is any name that begins so. None: the tenant may call no model at all
     * @throws IllegalArgumentException if one is blank
     */
    public TenantSettings allowModels(String... prefixes) {
        ModelLabels<Boolean> labels = ModelLabels.none();
        for (String prefix : prefixes) {
            labels = labels.with(prefix, true);
        }
        return new TenantSettings(models, labels, bounds);
    }

    Optional<ModelDefaults> models() {
        return Optional.ofNullable(models);
    }

    Budget budget() {
        return bounds.budget;
    }

    RateLimits limits() {
        return bounds.limits;
    }

    /** Whether the tenant may call a model. */
    boolean allows(String model) {
        return allowed == null || allowed.of(model).isPresent();
    }

    /** The models that the tenant may call, for a message. */
    String allowed() {
        return allowed == null ? "all" : allowed.toString().isEmpty() ? "none" : allowed.toString();
    }

    @Override
    public String toString() {
        return "TenantSettings[models=" + (models == null ? "the engine's" : models) + ", allowed=" + allowed() + ", "
                + bounds.budget + ", " + bounds.limits + "]";
    }
}
