package dev.toolflow.testkit;

import dev.toolflow.testkit.sse.EventStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/** An HTTP reply whose body is written, not held. */
record Reply(int status, Map<String, String> headers, Body body) {

    Reply {
        headers = Map.copyOf(headers);
    }

    /** Writes a reply's body; may be asked more than once and then writes the same again. */
    interface Body {

        void writeTo(OutputStream out) throws IOException;

        /** Returns the length in bytes, or −1 to send it in chunks. */
        default long length() throws IOException {
            CountingOutput counter = new CountingOutput();
            writeTo(counter);
            return counter.count;
        }
    }

    /** Server-sent events, which have no length before they are written. */
    record Events(EventStream stream) implements Body {

        @Override
        public void writeTo(OutputStream out) throws IOException {
            stream.writeTo(out);
        }

        @Override
        public long length() {
            return -1;
        }
    }

    static Reply of(EventStream stream) {
        Map<String, String> headers =
                Map.of("content-type", "text/event-stream; charset=utf-8", "cache-control", "no-cache");
        return new Reply(200, headers, new Events(stream));
    }

    static Reply of(int status, String contentType, byte[] bytes) {
        return new Reply(status, Map.of("content-type", contentType), out -> out.write(bytes));
    }

    Reply with(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.putAll(more);
        return new Reply(status, all, body);
    }

    Reply with(EventStream stream) {
        return new Reply(status, headers, new Events(stream));
    }

    /** Returns a reply that is whole with the first half of the body. */
    Reply half() throws IOException {
        long length = measured() / 2;
        Body whole = body;
        return new Reply(status, headers, new Body() {
            @Override
            public void writeTo(OutputStream out) throws IOException {
                try {
                    whole.writeTo(new LimitedOutput(out, length));
                } catch (LimitedOutput.Full e) {
                    out.flush();
                }
            }

            @Override
            public long length() throws IOException {
                return whole.length() < 0 ? -1 : length;
            }
        });
    }

    /** Returns how many bytes the body has, also where its length is not announced. */
    long measured() throws IOException {
        CountingOutput counter = new CountingOutput();
        body.writeTo(counter);
        return counter.count;
    }

    private static final class CountingOutput extends OutputStream {

        private long count;

        @Override
        public void write(int b) {
            count++;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            count += length;
        }
    }
}
