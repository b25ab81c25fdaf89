package dev.toolflow;

import dev.toolflow.step.StepException;
import dev.toolflow.tool.CredentialSource;
import dev.toolflow.tool.CredentialSource.RunContext;
import dev.toolflow.tool.Credentials;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** By whose key one run's calls are made: asked for once, before the first of them. Thread-safe. */
final class RunCredentials {
    private final @Nullable CredentialSource source;
    private final RunContext run;

    /** The run's own: whoever waits for it needs the very answer that is being asked for. */
    private final ReentrantLock asking = new ReentrantLock();

    private volatile @Nullable Credentials answer;
    private @Nullable StepException failure;

    /** @param source null where calls are made by the service's own key */
    RunCredentials(@Nullable CredentialSource source, RunContext run) {
        this.source = source;
        this.run = run;
    }

    /** The run's credentials; empty for the service's own. Only behind {@link #ready}. */
    Optional<Credentials> get() {
        Credentials known = answer;
        if (known == null && source != null) {
            throw new IllegalStateException("run " + run.runId() + ": no step has had its credentials ready");
        }
        return Optional.ofNullable(known);
    }

    /**
     * Asks for them, if that was not done yet.
     *
     * @param asks the scope of the step that needs them
     * @throws StepException.CredentialsFailed if there are none: each time, unless the source was interrupted with its step
     */
    void ready(RunScope asks) {
        if (answer == null && source != null) {
            ask(source, asks);
        }
    }

    private void ask(CredentialSource asked, RunScope asks) {
        try {
            asking.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed("were not there yet when the run ended", e);
        }
        try {
            if (failure != null) {
                throw failure;
            }
            if (answer == null) {
                answer = given(asked, asks);
            }
        } finally {
            asking.unlock();
        }
    }

    private Credentials given(CredentialSource asked, RunScope asks) {
        @Nullable Credentials given;
        try {
            given = asked.credentials(run);
        } catch (Throwable e) {
            throw kept(
                    failed(
                            "could not be had: the CredentialSource threw "
                                    + e.getClass().getName() + ", see the cause",
                            e),
                    asks);
        }
        if (given == null) {
            throw kept(
                    failed("could not be had: the CredentialSource returned null; return some or throw", null), asks);
        }
        return given;
    }

    /** One whose step was stopped was interrupted with it, which says nothing of what another would be told. */
    private StepException kept(StepException failed, RunScope asks) {
        if (!asks.isStopped() && !Thread.currentThread().isInterrupted()) {
            failure = failed;
        }
        return failed;
    }

    private StepException failed(String why, @Nullable Throwable cause) {
        return new StepException.CredentialsFailed(
                "run " + run.runId() + ": its credentials " + why + "; nothing was called", cause);
    }
}
