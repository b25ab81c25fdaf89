package dev.toolflow.testkit;

import dev.toolflow.testkit.sse.EventStream;
import dev.toolflow.testkit.sse.EventStyle;
import dev.toolflow.testkit.sse.ServerEvent;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;

/**
 * The faults that only a streamed answer can have. All are billed as the answer they came from; scripted for a request
 * without {@code stream} they give a 500 that says so. Events are counted as they come: a picture's previews and the picture
 * itself, or the chunks of a chat answer.
 *
 * <p>{@link ChatFault}, {@link ImageFault} and the faults of {@link Fault} that change an answer work on streams as well.
 */
public final class StreamFault {

    private StreamFault() {}

    /** Returns a stream whose connection ends after {@code events} events, its last chunk missing. */
    public static Fault cutAfter(int events) {
        return Fault.of(turn -> turn.sendUnfinished(stream -> stream.first(events)));
    }

    /** Returns a stream that ends well, but after {@code events} events: what should come last never comes. */
    public static Fault endedAfter(int events) {
        return changed(stream -> stream.first(events));
    }

    /** Returns chat chunks without {@code [DONE]} at the end. */
    public static Fault withoutDone() {
        return changed(stream -> stream.without(ServerEvent.DONE));
    }

    /** Returns a stream that sends nothing after {@code events} events until the client or the server closes. */
    public static Fault stalledAfter(int events) {
        return Fault.of(turn -> turn.sendUnfinished(stream -> stream.first(events)) || turn.stall());
    }

    /** Returns a stream that waits for {@code latch} after {@code events} events, a minute at the most. */
    public static Fault heldAfter(int events, CountDownLatch latch) {
        Fault.Pause pause = new Fault.Pause(Duration.ofMinutes(1), latch);
        return Fault.of(turn -> turn.sendStream(stream -> stream.gated(event -> {
            if (event == events) {
                turn.hold(pause);
            }
        })));
    }

    /** Returns a stream that waits before each event. */
    public static Fault paced(Duration between) {
        Fault.Pause pause = new Fault.Pause(between, null);
        return Fault.of(turn -> turn.sendStream(stream -> stream.gated(event -> turn.hold(pause))));
    }

    /**
     * Returns a stream that ends with an error event after {@code events} events.
     *
     * @param code OpenAI's error code, {@code server_error} or {@code moderation_blocked} for example
     */
    public static Fault errorAfter(int events, String code) {
        return Fault.of(turn ->
                turn.sendStream(stream -> stream.first(events).then(ErrorReply.event(turn.endpoint(), code))));
    }

    /** Returns a whole stream in an unusual spelling; several styles go together. */
    public static Fault written(EventStyle first, EventStyle... more) {
        Set<EventStyle> styles = EnumSet.of(first, more);
        return changed(stream -> stream.written(styles));
    }

    private static Fault changed(UnaryOperator<EventStream> change) {
        return Fault.of(turn -> turn.sendStream(change));
    }
}
