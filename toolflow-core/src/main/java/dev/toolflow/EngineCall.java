package dev.toolflow;

import dev.toolflow.image.GeneratedImage;
import dev.toolflow.ingest.ImageSpool;
import dev.toolflow.store.ImageLink;
import dev.toolflow.store.ImageStore;
import dev.toolflow.tool.CallContext;
import dev.toolflow.tool.Credentials;
import dev.toolflow.tool.Delta;
import dev.toolflow.tool.RateLimitStatus;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** One call as the service sees the engine. */
final class EngineCall implements CallContext {
    /** A run's end stops its calls itself, so that they end as cancelled and not as timed out on their own. */
    private static final Duration STOPS_BY_ITSELF = Duration.ofSeconds(1);

    private static final Duration LINKS_WORK = Duration.ofMinutes(15);

    private final StepContext step;
    private final CallLimits.Passage passage;
    private final int attempt;
    private final Previews previews;
    private final ImageStore store;
    private final Clock clock;
    private final Instant end;

    EngineCall(StepContext step, EngineSettings settings, CallLimits.Passage passage, Previews previews) {
        this.step = step;
        this.passage = passage;
        this.previews = previews;
        this.attempt = previews.attempt();
        this.store = settings.images();
        this.clock = settings.clock();
        this.end = clock.instant().plus(passage.asked().timeout());
    }

    @Override
    public Duration timeLeft() {
        Duration left = Duration.between(clock.instant(), end);
        Duration shorter = step.scope()
                .timeLeft()
                .map(run -> run.plus(STOPS_BY_ITSELF))
                .filter(run -> run.compareTo(left) < 0)
                .orElse(left);
        return shorter.isNegative() ? Duration.ZERO : shorter;
    }

    @Override
    public boolean isCancelled() {
        return step.scope().isStopped();
    }

    @Override
    public Registration onCancel(Runnable action) {
        return step.scope().onStop(action);
    }

    @Override
    public void emit(Delta delta) {
        if (delta instanceof Delta.PartialImage preview) {
            previews.add(preview);
        } else if (delta instanceof Delta.Text text) {
            step.journal().text(step.id(), attempt, text.text());
        }
    }

    @Override
    public void rateLimits(RateLimitStatus status) {
        passage.told(status);
    }

    @Override
    public ImageSpool images() {
        return previews.spool();
    }

    @Override
    public InputStream open(GeneratedImage image) {
        return store.open(image);
    }

    @Override
    public Optional<Credentials> credentials() {
        return step.doneFor().credentials();
    }

    @Override
    public Optional<ImageLink> link(GeneratedImage image) {
        return store.link(image, LINKS_WORK);
    }
}
