package dev.toolflow.openai;

import dev.toolflow.tool.CallContext;
import dev.toolflow.tool.ToolCallException.Transient;
import dev.toolflow.tool.ToolCallRequest;
import dev.toolflow.tool.ToolCallResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;

/** One request and its reply, and what each way to fail means. Thread-safe. */
final class Exchange {
    private final UrlAnswers urls;
    private final PictureBuffers.Pool pool = new PictureBuffers.Pool();
    private final ImageRenderer images;
    private final Faults faults = new Faults(Clock.systemUTC());

    Exchange(UrlAnswers urls, ImageRenderer images) {
        this.urls = urls;
        this.images = images;
    }

    /** How long a call may still take. */
    static Duration requireTime(ToolCallRequest request, CallContext context) {
        Duration timeLeft = context.timeLeft();
        if (timeLeft.isZero() || timeLeft.isNegative()) {
            throw new Transient("step '" + request.stepId() + "': no time left for the call; raise the step's timeout");
        }
        return timeLeft;
    }

    /**
     * Sends the request, which is ready, and reads the reply to its end.
     *
     * @param labels knows the key of the call, which the reply may repeat
     */
    ToolCallResponse make(Transit transit, ToolCallRequest request, CallContext context, Labels labels) {
        Reply reply;
        try {
            transit.execute();
            reply = new Reply(request, transit, labels, pool);
        } catch (IOException e) {
            throw WireFaults.beforeReply(e, transit, request);
        }
        context.rateLimits(RateHeaders.of(reply));
        if (reply.status() < 200) {
            throw reply.unknown("only interim replies came, the last of status " + reply.status()
                    + ", the outcome is unknown; look what stands between " + reply.server() + " and this program");
        }
        if (reply.status() > 299) {
            throw faults.of(reply);
        }
        try {
            return ReplyReader.read(reply, context, urls.during(context), images);
        } catch (IOException e) {
            throw WireFaults.inReply(e, transit, reply);
        } finally {
            reply.done();
        }
    }
}
