package dev.toolflow.behaviour;

import dev.toolflow.Sleeper;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers how long it was to wait, and does not wait. */
final class RecordingSleeper implements Sleeper {
    private final List<Duration> pauses = new CopyOnWriteArrayList<>();

    @Override
    public void sleep(Duration pause) {
        pauses.add(pause);
    }

    List<Duration> pauses() {
        return pauses;
    }
}
