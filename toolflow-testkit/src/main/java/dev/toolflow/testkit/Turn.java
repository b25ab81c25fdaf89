package dev.toolflow.testkit;

import dev.toolflow.testkit.answer.UnfittableSchema;
import dev.toolflow.testkit.request.BadRequest;
import dev.toolflow.testkit.sse.EventStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** One request and what the fake can do about it. Used by one thread. */
final class Turn {

    private static final int LATCH_LOOK_MILLIS = 5;
    private static final int BLOCK = 16 * 1024;

    private final RecordedRequest request;
    private final byte[] body;
    private final Wire wire;
    private final Desk desk;
    private final long began = System.nanoTime();
    private Map<String, String> headers = Map.of();
    private boolean clientLeft;

    Turn(RecordedRequest request, byte[] body, Wire wire, Desk desk) {
        this.request = request;
        this.body = body;
        this.wire = wire;
        this.desk = desk;
    }

    static String newRequestId() {
        return "req_" + UUID.randomUUID().toString().replace("-", "");
    }

    /** Returns whether the connection can carry another request. */
    boolean take(Fault fault) throws IOException, InterruptedException {
        headers = fault.headers();
        Fault.Pause pause = fault.pause();
        if (pause != null && !waited(pause)) {
            return false;
        }
        return fault.effect().deliver(this);
    }

    /** Returns the answer, billed, or the refusal. */
    Reply answer(AnswerEdit edit) {
        try {
            return desk.answers().answer(request, body, edit);
        } catch (BadRequest e) {
            return ErrorReply.of(e);
        } catch (UnfittableSchema | AnswerEdit.MisplacedFault e) {
            return ErrorReply.fake(String.valueOf(e.getMessage()));
        }
    }

    Reply verbatim(String text) {
        return desk.answers().verbatim(request, text);
    }

    String key() {
        return request.header("authorization").orElse("").replaceFirst("^Bearer ", "");
    }

    boolean send(Reply reply) throws IOException {
        wire.send(reply.with(standardHeaders()).with(headers));
        return true;
    }

    boolean sendPart(Reply reply, long bytes) throws IOException {
        wire.sendPart(reply.with(standardHeaders()).with(headers), bytes);
        return false;
    }

    /** Sends a streamed answer, changed. */
    boolean sendStream(UnaryOperator<EventStream> change) throws IOException {
        try {
            return send(streamed(change));
        } catch (IOException e) {
            left();
            throw e;
        }
    }

    /** The client has gone; counted once, and not when it is the server that closes. */
    private void left() {
        if (!clientLeft && desk.closing().getCount() > 0) {
            clientLeft = true;
            desk.abandon();
        }
    }

    /**
     * Sends a streamed answer, changed, without the end of its body; closing the connection cuts it.
     *
     * @return true if there was no stream and the refusal was sent in its place
     */
    boolean sendUnfinished(UnaryOperator<EventStream> change) throws IOException {
        Reply reply = streamed(change);
        if (!(reply.body() instanceof Reply.Events)) {
            return send(reply);
        }
        try {
            wire.sendUnfinished(reply.with(standardHeaders()).with(headers));
            return false;
        } catch (IOException e) {
            left();
            throw e;
        }
    }

    private Reply streamed(UnaryOperator<EventStream> change) {
        Reply reply = answer(AnswerEdit.NOTHING);
        if (reply.body() instanceof Reply.Events events) {
            return reply.with(change.apply(events.stream()));
        }
        return reply.status() == 200
                ? ErrorReply.fake("a fault of a stream was scripted, but the request asks for none")
                : reply;
    }

    /** Waits in the middle of a stream. */
    void hold(Fault.Pause pause) throws IOException {
        try {
            if (!waited(pause)) {
                throw new EOFException("the client has gone");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the server is closing");
        }
    }

    Endpoint endpoint() {
        return request.endpoint().orElseThrow();
    }

    boolean reset() throws IOException {
        wire.reset();
        return false;
    }

    boolean stall() throws IOException, InterruptedException {
        if (wire.idle(0)) {
            desk.closing().await();
        } else {
            left();
        }
        return false;
    }

    Reply huge(long bytes) {
        boolean chat =
                request.endpoint().filter(e -> e == Endpoint.CHAT_COMPLETIONS).isPresent();
        String start = chat
                ? "{\"object\":\"chat.completion\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\""
                : "{\"created\":1,\"data\":[{\"b64_json\":\"";
        String end = chat ? "\"}}]}" : "\"}]}";
        return new Reply(200, Map.of("content-type", "application/json"), new Reply.Body() {
            @Override
            public void writeTo(OutputStream out) throws IOException {
                byte[] block = new byte[BLOCK];
                Arrays.fill(block, (byte) 'A');
                out.write(start.getBytes(StandardCharsets.US_ASCII));
                for (long left = bytes; left > 0; left -= block.length) {
                    out.write(block, 0, (int) Math.min(block.length, left));
                }
                out.write(end.getBytes(StandardCharsets.US_ASCII));
            }

            @Override
            public long length() {
                return -1;
            }
        });
    }

    private boolean waited(Fault.Pause pause) throws IOException, InterruptedException {
        CountDownLatch latch = pause.latch();
        long end = System.nanoTime() + pause.longest().toNanos();
        while (System.nanoTime() < end && (latch == null || latch.getCount() > 0)) {
            long left = Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()));
            if (!wire.idle((int) Math.min(left, latch == null ? left : LATCH_LOOK_MILLIS))) {
                left();
                return false;
            }
        }
        return true;
    }

    private Map<String, String> standardHeaders() {
        Map<String, String> standard = new HashMap<>(desk.limits().headers());
        standard.put("x-request-id", request.requestId());
        standard.put("openai-processing-ms", String.valueOf(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began)));
        standard.put("openai-version", "2020-10-01");
        return standard;
    }
}
