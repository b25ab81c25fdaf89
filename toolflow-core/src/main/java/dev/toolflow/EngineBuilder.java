package dev.toolflow;

import dev.toolflow.budget.Budget;
import dev.toolflow.budget.PriceList;
import dev.toolflow.budget.TokenEstimator;
import dev.toolflow.cache.ResultCache;
import dev.toolflow.catalog.ImageModelCatalog;
import dev.toolflow.event.ToolFlowListener;
import dev.toolflow.image.ImageSettings;
import dev.toolflow.ingest.ImageLimits;
import dev.toolflow.limit.CircuitBreakerPolicy;
import dev.toolflow.limit.RateLimits;
import dev.toolflow.run.RunStore;
import dev.toolflow.step.RetryPolicy;
import dev.toolflow.store.ImageStore;
import dev.toolflow.tool.Classification;
import dev.toolflow.tool.CredentialSource;
import dev.toolflow.tool.ModelDefaults;
import dev.toolflow.tool.OpenAiToolService;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Everything an engine may be told. Not thread-safe. */
public final class EngineBuilder {
    private final OpenAiToolService service;
    private @Nullable ModelDefaults models;
    private @Nullable ImageStore images;
    private ImageLimits imageLimits = ImageLimits.standard();
    private ImageModelCatalog imageModels = ImageModelCatalog.standard();
    private ImageSettings imageDefaults = ImageSettings.none();
    private RetryPolicy retry = RetryPolicy.standard();
    private PriceList prices = PriceList.standard();
    private Budget budget = Budget.unlimited();
    private TokenEstimator tokenEstimator = TokenEstimator.standard();
    private final List<ToolFlowListener> listeners = new ArrayList<>();
    private int callsInFlight = 256;
    private int runsAdmitted = 16_384;
    private Tenancy tenancy = Tenancy.one();
    private @Nullable ResultCache resultCache;
    private @Nullable Durability durability;
    private ModelLimits limits = ModelLimits.NONE;
    private CircuitBreakerPolicy circuitBreaker = CircuitBreakerPolicy.standard();
    private Clock clock = Clock.systemUTC();
    private Sleeper sleeper = Sleeper.system();

    EngineBuilder(OpenAiToolService service) {
        this.service = service;
    }

    /** The models used where a step names none. Default: those of the service. */
    public EngineBuilder models(ModelDefaults defaults) {
        this.models = Objects.requireNonNull(defaults, "models");
        return this;
    }

    /** Where images are kept. Default: a temporary directory, which is left in place. */
    public EngineBuilder images(ImageStore store) {
        this.images = Objects.requireNonNull(store, "images");
        return this;
    }

    /** What an image may be. Default {@link ImageLimits#standard()}. */
    public EngineBuilder imageLimits(ImageLimits limits) {
        this.imageLimits = Objects.requireNonNull(limits, "imageLimits");
        return this;
    }

    /** What image models take; give the service the same, which learns nothing from the engine. Default {@link ImageModelCatalog#standard()}. */
    public EngineBuilder imageModels(ImageModelCatalog catalog) {
        this.imageModels = Objects.requireNonNull(catalog, "imageModels");
        return this;
    }

    /** What image steps ask for where neither step nor input say it. Default {@link ImageSettings#none()}. */
    public EngineBuilder imageDefaults(ImageSettings settings) {
        this.imageDefaults = Objects.requireNonNull(settings, "imageDefaults");
        return this;
    }

    /** How calls that failed in transport are made again. Default {@link RetryPolicy#standard()}. */
    public EngineBuilder retry(RetryPolicy policy) {
        this.retry = Objects.requireNonNull(policy, "retry");
        return this;
    }

    /** What models cost. Default {@link PriceList#standard()}; a model that it does not have costs an unknown amount, not nothing. */
    public EngineBuilder prices(PriceList list) {
        this.prices = Objects.requireNonNull(list, "prices");
        return this;
    }

    /** What all runs of the engine may spend over its whole life, beside {@link RunOptions#budget}. Default {@link Budget#unlimited()}. */
    public EngineBuilder budget(Budget most) {
        this.budget = Objects.requireNonNull(most, "budget");
        return this;
    }

    /** Tells how much input a call may have, before it is made. Default {@link TokenEstimator#standard()}. */
    public EngineBuilder tokenEstimator(TokenEstimator estimator) {
        this.tokenEstimator = new CheckedEstimator(Objects.requireNonNull(estimator, "tokenEstimator"));
        return this;
    }

    /** Adds a listener of all runs. */
    public EngineBuilder listener(ToolFlowListener listener) {
        this.listeners.add(Objects.requireNonNull(listener, "listener"));
        return this;
    }

    /** How much each model may be asked per minute with each key, over all runs; calls wait in turn. Default {@link RateLimits#none()}. */
    public EngineBuilder limits(RateLimits ofEachModel) {
        this.limits = limits.others(Objects.requireNonNull(ofEachModel, "limits"));
        return this;
    }

    /**
     * The same for each model whose name begins so, in place of what holds for all others; the longest beginning counts.
     *
     * @param modelPrefix such as {@code gpt-image}; ends at a hyphen or colon of the name, so that {@code gpt-5} is not {@code gpt-5.4}
     * @throws IllegalArgumentException if it is blank
     */
    public EngineBuilder limits(String modelPrefix, RateLimits ofEachModel) {
        this.limits = limits.with(modelPrefix, Objects.requireNonNull(ofEachModel, "limits"));
        return this;
    }

    /** When a model that fails is left alone for a while. Default {@link CircuitBreakerPolicy#standard()}. */
    public EngineBuilder circuitBreaker(CircuitBreakerPolicy policy) {
        this.circuitBreaker = Objects.requireNonNull(policy, "circuitBreaker");
        return this;
    }

    /**
     * The most calls at once, over all runs, tenants in turn; at least 1. On JDK 17 to 20, where each step at work or in a wait
     * needs a thread of the system's, there are at most 1,024, and 768 for one tenant. Default 256.
     */
    public EngineBuilder callsInFlight(int most) {
        this.callsInFlight = atLeastOne("callsInFlight", most);
        return this;
    }

    /** The most runs at once; one more is refused. At least 1. Default 16,384. */
    public EngineBuilder runsAdmitted(int most) {
        this.runsAdmitted = atLeastOne("runsAdmitted", most);
        return this;
    }

    /** By whose key the calls of a run are made. Default: the service's own for all. */
    public EngineBuilder credentials(CredentialSource source) {
        this.tenancy = tenancy.credentials(source);
        return this;
    }

    /** What is special about a tenant, by its name as in {@link RunOptions#tenant}; instead of what was said before. */
    public EngineBuilder tenant(String name, TenantSettings settings) {
        this.tenancy = tenancy.tenant(name, settings);
        return this;
    }

    /** Tells of other tenants as their runs start; null for an unknown one. Thread-safe, such as {@code map::get}. */
    public EngineBuilder tenants(Function<String, ? extends @Nullable TenantSettings> settings) {
        this.tenancy = tenancy.others(settings);
        return this;
    }

    /** What becomes of runs of other tenants, and of nobody in particular. Default {@link UnknownTenants#ADMIT}. */
    public EngineBuilder unknownTenants(UnknownTenants policy) {
        this.tenancy = tenancy.unknown(policy);
        return this;
    }

    /**
     * How much models of such names may see, as in {@link TenantSettings#allowModels}; runs of a higher {@link
     * RunOptions#classification} do not call them. The longest prefix counts. Default {@link Classification#PUBLIC}.
     */
    public EngineBuilder classification(String modelPrefix, Classification upTo) {
        this.tenancy = tenancy.clearance(modelPrefix, upTo);
        return this;
    }

    /** Where accepted outputs of the steps that are {@code cached()} are kept and found again. Default: nowhere. */
    public EngineBuilder resultCache(ResultCache cache) {
        this.resultCache = Objects.requireNonNull(cache, "resultCache");
        return this;
    }

    /** Keeps runs in this store, so that they survive their process: {@code durability(Durability.in(runs))}. */
    public EngineBuilder store(RunStore runs) {
        return durability(Durability.in(runs));
    }

    /** Where runs are kept beyond their process, and how. Default: nowhere. */
    public EngineBuilder durability(Durability how) {
        this.durability = Objects.requireNonNull(how, "durability");
        return this;
    }

    /** Tells the time. Default: the system's clock. */
    public EngineBuilder clock(Clock source) {
        this.clock = Objects.requireNonNull(source, "clock");
        return this;
    }

    /** Waits between calls. Default: really waits. */
    public EngineBuilder sleeper(Sleeper waiting) {
        this.sleeper = Objects.requireNonNull(waiting, "sleeper");
        return this;
    }

    /**
     * Makes the engine.
     *
     * @throws IllegalArgumentException if the default image model does not take {@code imageDefaults}; says what it takes
     */
    public ToolFlowEngine build() {
        return new ToolFlowEngine(ImagePolicy.checked(new EngineSettings(
                service,
                models == null ? service.models() : models,
                images == null ? ImageStore.temporary() : images,
                imageLimits,
                imageModels,
                imageDefaults,
                retry,
                prices,
                budget,
                tokenEstimator,
                List.copyOf(listeners),
                callsInFlight,
                runsAdmitted,
                tenancy,
                resultCache,
                durability,
                limits,
                circuitBreaker,
                clock,
                sleeper)));
    }

    private static int atLeastOne(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + ": must be at least 1, was " + value);
        }
        return value;
    }
}
