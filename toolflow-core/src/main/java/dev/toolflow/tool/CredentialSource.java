package dev.toolflow.tool;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Says by whose key a run's calls are made. Thread-safe, since many runs ask at once.
 *
 * <pre>{@code
 * ToolFlowEngine.builder(service)
 *     .credentials(run -> Credentials.of(vault.read(run.tenant().orElse("ours"))))
 *     .build();
 * }</pre>
 */
@FunctionalInterface
public interface CredentialSource {

    /**
     * Returns the credentials of a run. Asked once for each run, right before its first call, and once more when it is resumed,
     * since a key may have been replaced meanwhile; all calls of a run are made by the same. Asked on a thread of the run, which
     * is interrupted when the run is stopped; other steps of that run wait for the answer.
     *
     * @throws RuntimeException if there are none: the run's steps then fail with a {@code StepException.CredentialsFailed}
     *     before any call, which has it as its cause and does not repeat its message
     */
    Credentials credentials(RunContext run);

    /**
     * What is known of a run before its first call. Immutable.
     *
     * @param runId the run's id
     * @param attributes the user's own, as the run was started with
     */
    record RunContext(String runId, Map<String, String> attributes) {
        private static final String TENANT = "tenant";

        /** Copies the attributes. */
        public RunContext {
            Objects.requireNonNull(runId, "runId");
            attributes = Map.copyOf(attributes);
        }

        /** Whom the run is done for; empty for nobody in particular. */
        public Optional<String> tenant() {
            return Optional.ofNullable(attributes.get(TENANT));
        }
    }
}
