package dev.toolflow;

import dev.toolflow.limit.RateLimits;
import dev.toolflow.step.StepAudit;
import dev.toolflow.step.StepException;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.tool.Classification;
import dev.toolflow.tool.CredentialSource.RunContext;
import dev.toolflow.tool.Credentials;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whom one run is done for: which models it may call, by whose key, and with which defaults. Thread-safe.
 */
final class RunTenant {
    private final Tenancy tenancy;
    private final RunOptions options;
    private final TenantSettings settings;
    private final ImagePolicy images;
    private final RunCredentials credentials;

    private RunTenant(Tenancy tenancy, String runId, RunOptions options, ImagePolicy engine) {
        this.tenancy = tenancy;
        this.options = options;
        this.settings = tenancy.of(options.tenant());
        this.images = settings.models().map(engine::with).orElse(engine);
        this.credentials = new RunCredentials(tenancy.credentials(), new RunContext(runId, options.attributes()));
    }

    /**
     * The tenant of a run.
     *
     * @throws RejectedRunException if the engine does not take runs of this tenant
     */
    static RunTenant of(EngineParts engine, String runId, RunOptions options) {
        return new RunTenant(engine.settings().tenancy(), runId, options, engine.images());
    }

    /** Whose run it is, or null. */
    @Nullable
    String name() {
        return options.tenant().orElse(null);
    }

    /** How far what the run carries may go. */
    Classification classification() {
        return options.classification();
    }

    /** The accounts that its tenant's runs share. */
    List<BudgetAccount> accounts(Ledger ledger) {
        return options
                .tenant()
                .filter(tenant -> !settings.budget().isUnlimited())
                .map(tenant -> ledger.ofTenant(tenant, settings.budget()))
                .stream()
                .toList();
    }

    /** How much its tenant's runs together may ask of each model. */
    RateLimits limits() {
        return settings.limits();
    }

    /** What image steps ask for, and which models are called where a step names none. */
    ImagePolicy images() {
        return images;
    }

    /**
     * Checks a flow before its run begins, its fallback models and those of its audit steps too.
     *
     * @throws StepException.NotAllowed if a step's model is not among the tenant's
     * @throws StepException.NotCleared if a step's model may not see what the run carries
     */
    void requireAllowed(ToolFlow<?, ?> flow) {
        flow.graph().forEachCall("", (path, step) -> requireAllowed(path, step));
    }

    private void requireAllowed(String id, ToolCallStep<?, ?> step) {
        if (step.definition().tool().isPresent()) {
            images.modelsOf(step).forEach(model -> requireAllowed(id, model));
        }
        for (StepAudit<?, ?> audit : step.judging().stepAudits()) {
            requireAllowed(StepContext.auditId(id, audit.name()), audit.step());
        }
    }

    /**
     * Checks one call right before it is made, and has the run's credentials ready.
     *
     * @param asks the scope of the step that calls
     * @throws StepException if it must not be made
     */
    void admit(String stepId, String model, RunScope asks) {
        requireAllowed(stepId, model);
        credentials.ready(asks);
    }

    private void requireAllowed(String stepId, String model) {
        if (!settings.allows(model)) {
            throw new StepException.NotAllowed("step '" + stepId + "': tenant '"
                    + LogField.clean(options.tenant().orElse("")) + "' may not call the model " + LogField.clean(model)
                    + ", but " + settings.allowed()
                    + "; choose one of these, or add it to the tenant's allowModels; nothing was called");
        }
        Classification carried = options.classification();
        Classification seen = tenancy.clearanceOf(model);
        if (!carried.isWithin(seen)) {
            throw new StepException.NotCleared("step '" + stepId + "': the run is " + carried + " and the model "
                    + LogField.clean(model) + " may see what is " + seen
                    + " at most; choose a model that may see it, or tell the engine so with classification(\""
                    + LogField.clean(model) + "\", " + carried + "); nothing was called");
        }
    }

    /** By whose key its calls are made; empty for the service's own. */
    Optional<Credentials> credentials() {
        return credentials.get();
    }
}
