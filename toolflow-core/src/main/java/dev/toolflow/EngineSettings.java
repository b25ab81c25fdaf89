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
import dev.toolflow.step.RetryPolicy;
import dev.toolflow.store.ImageStore;
import dev.toolflow.tool.ModelDefaults;
import dev.toolflow.tool.OpenAiToolService;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an engine was built with. Immutable.
 *
 * @param service makes the calls
 * @param models used where a step names none
 * @param images keeps the images
 * @param imageLimits what an image may be
 * @param imageModels what image models take
 * @param imageDefaults what image steps ask for where they say nothing
 * @param retry repeats within an attempt
 * @param prices of models
 * @param budget what all runs together may spend
 * @param tokenEstimator tells how much input a call may have
 * @param listeners of all runs
 * @param callsInFlight the most at once
 * @param runsAdmitted the most at once
 * @param tenancy how tenants are told apart
 * @param resultCache keeps accepted outputs of steps that say so, or null
 * @param durability where runs are kept beyond the process, or null
 * @param limits per minute of each model
 * @param circuitBreaker when a model that fails is left alone
 * @param clock tells the time
 * @param sleeper waits
 */
record EngineSettings(
        OpenAiToolService service,
        ModelDefaults models,
        ImageStore images,
        ImageLimits imageLimits,
        ImageModelCatalog imageModels,
        ImageSettings imageDefaults,
        RetryPolicy retry,
        PriceList prices,
        Budget budget,
        TokenEstimator tokenEstimator,
        List<ToolFlowListener> listeners,
        int callsInFlight,
        int runsAdmitted,
        Tenancy tenancy,
        @Nullable ResultCache resultCache,
        @Nullable Durability durability,
        ModelLimits limits,
        CircuitBreakerPolicy circuitBreaker,
        Clock clock,
        Sleeper sleeper) {}
