package dev.toolflow;

import dev.toolflow.image.GeneratedImage;
import dev.toolflow.image.ImageGenerationOutput;
import dev.toolflow.step.Attempt;
import dev.toolflow.step.StepResult;
import dev.toolflow.tool.TokenUsage;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.helpers.NOPLogger;

/** The log lines of a run: ids, models, durations, tokens, cost. Never a prompt, an output, a key or an error's text. */
final class RunLog {
    private static final Logger RUNS = LoggerFactory.getLogger("dev.toolflow.run");

    private final Logger log;
    private final String runId;
    private final String flow;

    private RunLog(Logger log, String runId, String flow) {
        this.log = log;
        this.runId = runId;
        this.flow = LogField.clean(flow);
    }

    static RunLog of(String runId, String flow) {
        return new RunLog(RUNS, runId, flow);
    }

    /** Of a run of which nothing is done. */
    static RunLog silent(String runId, String flow) {
        return new RunLog(NOPLogger.NOP_LOGGER, runId, flow);
    }

    String runId() {
        return runId;
    }

    void created() {
        log.info("run={} flow={} started", runId, flow);
    }

    void attempt(String stepId, Attempt<?> attempt, Attempt.Made made) {
        if (log.isInfoEnabled()) {
            log.info(
                    "run={} step={} attempt={} outcome={} model={} calls={} request={} input={} output={} usd={} issues={} ms={}",
                    runId,
                    LogField.clean(stepId),
                    attempt.number(),
                    made.isCached() ? "Cached" : outcome(attempt),
                    LogField.clean(made.model()),
                    made.calls(),
                    LogField.clean(String.valueOf(made.receipt().requestId())),
                    made.usage().input(),
                    made.usage().output(),
                    made.cost().usd(),
                    attempt.issues().size(),
                    made.took().toMillis());
        }
    }

    void settled(String stepId, int attempt, Attempt.Made made) {
        if (log.isDebugEnabled()) {
            log.debug(
                    "run={} step={} attempt={} settled response={} finish={} usage={}",
                    runId,
                    LogField.clean(stepId),
                    attempt,
                    LogField.clean(String.valueOf(made.receipt().responseId())),
                    LogField.clean(String.valueOf(made.receipt().finishReason())),
                    made.usage());
        }
    }

    /** Sizes and hashes of what was stored. */
    void images(String stepId, Attempt<?> attempt) {
        if (log.isDebugEnabled() && attempt.output().orElse(null) instanceof ImageGenerationOutput output) {
            for (GeneratedImage image : output.images()) {
                log.debug(
                        "run={} step={} image={} bytes={} size={}x{}",
                        runId,
                        LogField.clean(stepId),
                        image.sha256(),
                        image.sizeBytes(),
                        image.width(),
                        image.height());
            }
        }
    }

    void waiting(String stepId, int attempt, Duration pause) {
        log.info(
                "run={} step={} attempt={} calls again in ms={}",
                runId,
                LogField.clean(stepId),
                attempt,
                pause.toMillis());
    }

    void approvalRequested(String stepId) {
        log.info("run={} step={} waits for a decision", runId, LogField.clean(stepId));
    }

    void decided(String stepId) {
        log.info("run={} step={} decided", runId, LogField.clean(stepId));
    }

    void heldUp(String stepId, int attempt, Duration pause) {
        log.debug(
                "run={} step={} attempt={} waits for its rate ms={}",
                runId,
                LogField.clean(stepId),
                attempt,
                pause.toMillis());
    }

    /** @param how in which other way than before it is asked */
    void goesOn(String stepId, int attempt, String how, String model) {
        log.info(
                "run={} step={} attempt={} {} model={}",
                runId,
                LogField.clean(stepId),
                attempt,
                how,
                LogField.clean(model));
    }

    void step(StepResult<?> result) {
        if (log.isDebugEnabled()) {
            log.debug("run={} step={} status={}", runId, LogField.clean(result.id()), result.status());
        }
    }

    void finished(ToolFlowResult<?> result) {
        if (log.isInfoEnabled()) {
            TokenUsage usage = result.usage();
            log.info(
                    "run={} flow={} status={} input={} output={} usd={} ms={}",
                    runId,
                    flow,
                    result.status(),
                    usage.input(),
                    usage.output(),
                    result.cost().usd(),
                    result.took().toMillis());
        }
    }

    private static String outcome(Attempt<?> attempt) {
        return attempt instanceof Attempt.Failed<?> failed
                ? failed.error().getClass().getSimpleName()
                : attempt.getClass().getSimpleName();
    }
}
