package dev.toolflow.testkit.sse;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Server-sent events in their order; each is flushed before the next is begun. Immutable. */
public final class EventStream {

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    /** What happens before an event is written. */
    @FunctionalInterface
    public interface Gate {

        /** Waits, does nothing, or ends the stream with an exception; {@code event} counts from 0. */
        void before(int event) throws IOException;
    }

    private final List<ServerEvent> events;
    private final Set<EventStyle> styles;
    private final Gate gate;

    private EventStream(List<ServerEvent> events, Set<EventStyle> styles, Gate gate) {
        this.events = List.copyOf(events);
        this.styles = styles;
        this.gate = gate;
    }

    /** Returns these events as OpenAI writes them. */
    public static EventStream of(List<ServerEvent> events) {
        return new EventStream(events, EnumSet.noneOf(EventStyle.class), event -> {});
    }

    /** Returns at most the first {@code count} events. */
    public EventStream first(int count) {
        return new EventStream(events.subList(0, Math.max(0, Math.min(count, events.size()))), styles, gate);
    }

    /** Returns these events and one more. */
    public EventStream then(ServerEvent event) {
        List<ServerEvent> more = new ArrayList<>(events);
        more.add(event);
        return new EventStream(more, styles, gate);
    }

    /** Returns these events but for {@code event}. */
    public EventStream without(ServerEvent event) {
        return new EventStream(
                events.stream().filter(other -> !other.equals(event)).toList(), styles, gate);
    }

    /** Returns the same events in another spelling. */
    public EventStream written(Set<EventStyle> newStyles) {
        Set<EventStyle> copy = EnumSet.noneOf(EventStyle.class);
        copy.addAll(newStyles);
        return new EventStream(events, copy, gate);
    }

    /** Returns the same events behind a gate. */
    public EventStream gated(Gate newGate) {
        return new EventStream(events, styles, newGate);
    }

    /** Writes all events. */
    public void writeTo(OutputStream out) throws IOException {
        OutputStream to = styles.contains(EventStyle.BYTE_BY_BYTE) ? new Dribble(out) : out;
        if (styles.contains(EventStyle.BOM)) {
            to.write(BYTE_ORDER_MARK);
        }
        for (int i = 0; i < events.size(); i++) {
            gate.before(i);
            write(to, events.get(i), i);
            to.flush();
        }
    }

    private void write(OutputStream out, ServerEvent event, int number) throws IOException {
        if (styles.contains(EventStyle.COMMENTS)) {
            text(out, ": keep-alive" + end() + end());
        }
        if (styles.contains(EventStyle.OTHER_FIELDS)) {
            text(out, "id" + colon() + number + end() + "retry" + colon() + "3000" + end() + "unknown" + end());
        }
        if (!event.name().isEmpty()) {
            text(out, "event" + colon() + event.name() + end());
        }
        text(out, "data" + colon());
        event.data().writeTo(out);
        text(out, end() + end());
    }

    private String colon() {
        return styles.contains(EventStyle.NO_SPACE) ? ":" : ": ";
    }

    private String end() {
        return styles.contains(EventStyle.CRLF) ? "\r\n" : styles.contains(EventStyle.CR) ? "\r" : "\n";
    }

    private static void text(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** One byte at a time, each sent off. */
    private static final class Dribble extends FilterOutputStream {

        Dribble(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int b) throws IOException {
            out.write(b);
            out.flush();
        }
    }
}
