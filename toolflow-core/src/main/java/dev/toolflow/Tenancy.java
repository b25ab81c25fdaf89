package dev.toolflow;

import dev.toolflow.tool.Classification;
import dev.toolflow.tool.CredentialSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How an engine tells its tenants apart: their settings, their keys, what models may see. Immutable; what it asks is
 * thread-safe.
 *
 * @param credentials by whose key calls are made; null for the service's own
 * @param named the tenants that were told one by one
 * @param others tells of all others; returns null for one that it does not know
 * @param unknown what is done about those
 * @param clearances how much models may see
 */
record Tenancy(
        @Nullable CredentialSource credentials,
        Map<String, TenantSettings> named,
        Function<String, ? extends @Nullable TenantSettings> others,
        UnknownTenants unknown,
        ModelLabels<Classification> clearances) {
    private static final Tenancy ONE =
            new Tenancy(null, Map.of(), tenant -> null, UnknownTenants.ADMIT, ModelLabels.none());

    Tenancy {
        named = Map.copyOf(named);
    }

    /** One tenant for all, with the service's own key. */
    static Tenancy one() {
        return ONE;
    }

    Tenancy credentials(CredentialSource source) {
        return new Tenancy(Objects.requireNonNull(source, "credentials"), named, others, unknown, clearances);
    }

    Tenancy tenant(String name, TenantSettings settings) {
        RunOptions.defaults().tenant(name);
        Map<String, TenantSettings> more = new HashMap<>(named);
        more.put(name, Objects.requireNonNull(settings, "settings"));
        return new Tenancy(credentials, more, others, unknown, clearances);
    }

    Tenancy others(Function<String, ? extends @Nullable TenantSettings> settings) {
        return new Tenancy(credentials, named, Objects.requireNonNull(settings, "tenants"), unknown, clearances);
    }

    Tenancy unknown(UnknownTenants policy) {
        return new Tenancy(credentials, named, others, Objects.requireNonNull(policy, "unknownTenants"), clearances);
    }

    Tenancy clearance(String modelPrefix, Classification upTo) {
        ModelLabels<Classification> more = clearances.with(modelPrefix, Objects.requireNonNull(upTo, "upTo"));
        return new Tenancy(credentials, named, others, unknown, more);
    }

    /**
     * How much a model may see. What nobody said of it is taken for as little as can be.
     */
    Classification clearanceOf(String model) {
        return clearances.of(model).orElse(Classification.PUBLIC);
    }

    /** @throws RejectedRunException if the tenant is unknown and such are refused, or its settings cannot be had */
    TenantSettings of(Optional<String> tenant) {
        Optional<TenantSettings> known = tenant.flatMap(this::known);
        if (known.isEmpty() && unknown == UnknownTenants.REFUSE) {
            throw new RejectedRunException(
                    tenant.map(name -> "tenant '" + LogField.clean(name) + "': the engine knows no such tenant")
                                    .orElse("the run names no tenant")
                            + "; name one with RunOptions.tenant that EngineBuilder.tenant or tenants tells of,"
                            + " or set unknownTenants(ADMIT); nothing was called");
        }
        return known.orElse(TenantSettings.none());
    }

    private Optional<TenantSettings> known(String name) {
        TenantSettings told = named.get(name);
        if (told != null) {
            return Optional.of(told);
        }
        try {
            return Optional.ofNullable(others.apply(name));
        } catch (RuntimeException e) {
            throw new RejectedRunException(
                    "tenant '" + LogField.clean(name) + "': the function that tells of tenants threw "
                            + e.getClass().getName() + "; see the cause; nothing was called",
                    e);
        }
    }
}
