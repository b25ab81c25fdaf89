package dev.toolflow;

import dev.toolflow.image.ImageIngestor;
import java.util.concurrent.ExecutorService;

/**
 * What all runs of an engine share. Immutable; its parts are thread-safe.
 *
 * @param settings what the engine was built with
 * @param workers run the steps
 * @param aside does what must not wait for a worker: tells listeners, ends what was stopped
 * @param transport makes the calls
 * @param reader reads the replies
 */
record EngineParts(
        EngineSettings settings,
        ExecutorService workers,
        ExecutorService aside,
        Transport transport,
        OutputReader reader) {

    static EngineParts of(EngineSettings settings) {
        ImageIngestor ingestor = new ImageIngestor(settings.images(), settings.imageLimits());
        return new EngineParts(
                settings,
                Workers.create(settings.callsInFlight()),
                Deliveries.create(),
                new Transport(settings),
                new OutputReader(ingestor));
    }
}
