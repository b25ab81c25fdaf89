package dev.toolflow.tool;

import dev.toolflow.image.GeneratedImage;
import dev.toolflow.ingest.ImageSpool;
import dev.toolflow.store.ImageLink;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;

/**
 * How a call reaches the engine that makes it. One object per call; a service uses it from the calling thread, except that
 * the engine runs {@code onCancel} actions on another.
 */
public interface CallContext {

    /** How long this call may take from now, never negative. The service gives the call up after it. */
    Duration timeLeft();

    /** Returns whether the run was cancelled. */
    boolean isCancelled();

    /**
     * Runs the action once when the run is cancelled, at once when it already is. The action must be quick and must not
     * throw, such as closing a socket.
     *
     * @return takes the action back; close it when the call is over
     */
    Registration onCancel(Runnable action);

    /**
     * Tells a part of a reply that is still coming in. Never waits for a listener, which may lose it, nor for the store, and
     * never fails. A preview leaves the spool; where somebody listens it is stored on another thread and then told. It is
     * dropped when it cannot be used or stored, or when the store is slow or the run stopped.
     */
    void emit(Delta delta);

    /** Where the images of the reply are received. */
    ImageSpool images();

    /** Opens an image that an earlier step made; the caller closes it. */
    InputStream open(GeneratedImage image);

    /** Makes a link to an image, for a provider that is to fetch it by itself; empty where the store makes none. */
    default Optional<ImageLink> link(GeneratedImage image) {
        return Optional.empty();
    }

    /** By whose key the call is to be made; empty for the service's own. */
    default Optional<Credentials> credentials() {
        return Optional.empty();
    }

    /**
     * Tells what the provider said, in this call's answer or refusal, of what may still be asked. The engine waits with further
     * calls of this key and model where nothing is left. Never waits and never fails.
     */
    default void rateLimits(RateLimitStatus status) {}

    /** An action that was registered. */
    @FunctionalInterface
    interface Registration extends AutoCloseable {
        /** Takes the action back; once this returns, it will not start any more. */
        @Override
        void close();
    }
}
