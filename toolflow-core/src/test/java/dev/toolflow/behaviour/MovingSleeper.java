package dev.toolflow.behaviour;

import dev.toolflow.Sleeper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Does not wait, but moves the clock as if it had. */
final class MovingSleeper implements Sleeper {
    private final MutableClock clock;
    private final List<Duration> pauses = new ArrayList<>();

    MovingSleeper(MutableClock clock) {
        this.clock = clock;
    }

    @Override
    public synchronized void sleep(Duration pause) {
        pauses.add(pause);
        clock.advance(pause);
    }

    synchronized List<Duration> pauses() {
        return List.copyOf(pauses);
    }

    Duration sum() {
        return pauses().stream().reduce(Duration.ZERO, Duration::plus);
    }
}
