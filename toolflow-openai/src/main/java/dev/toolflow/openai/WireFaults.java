package dev.toolflow.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import dev.toolflow.tool.CallReceipt;
import dev.toolflow.tool.ToolCallException;
import dev.toolflow.tool.ToolCallException.Cancelled;
import dev.toolflow.tool.ToolCallException.OutcomeUnknown;
import dev.toolflow.tool.ToolCallException.Rejected;
import dev.toolflow.tool.ToolCallException.Transient;
import dev.toolflow.tool.ToolCallRequest;
import java.io.CharConversionException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * What a failure on the wire means for the call: the one table of it. Before the whole request was sent nothing can
 * have been bought. After it, only a whole reply that cannot be used is known to be paid for and lost: nobody
 * knows what became of one that the end of its connection cut. JSON that is whole is a whole reply, however it ends.
 *
 * <p>The exception is kept as the cause only where no reply had begun: later ones may quote it.
 */
final class WireFaults {
    private static final int PROXY_PASSWORD = 407;

    /** What OkHttp says of a stream that HTTP/2 promises was not processed. Source: RFC 9113, section 8.7. */
    private static final String REFUSED = "stream was reset: REFUSED_STREAM";

    private WireFaults() {}

    /** The outcome of a call that failed before there was a reply. */
    static ToolCallException beforeReply(IOException failure, Transit transit, ToolCallRequest request) {
        String step = "step '" + request.stepId() + "': ";
        if (isGivenUp(transit)) {
            CallReceipt receipt = transit.isSent() ? unreported(request) : CallReceipt.none();
            return new Cancelled(step + "the call was cancelled", receipt, null);
        }
        if (transit.status() == PROXY_PASSWORD) {
            return new Rejected(step + transit.server() + " answered 407: a proxy wants a user and a password; "
                    + "set a proxy that needs none, or have this one let the program pass");
        }
        if (REFUSED.equals(failure.getMessage())) {
            String what = transit.server() + " refused the request before it looked at it; try again later";
            return new Transient(step + what, CallReceipt.none(), null, failure);
        }
        if (transit.isSent()) {
            String remedy = "; " + remedy(failure, request);
            return new OutcomeUnknown(step + unknown(failure) + remedy, unreported(request), null);
        }
        return new Transient(step + unsent(failure, transit.server()), CallReceipt.none(), null, failure);
    }

    /** The outcome of a call whose reply could not be read to its end. */
    static ToolCallException inReply(IOException failure, Transit transit, Reply reply) {
        if (isGivenUp(transit)) {
            String step = "step '" + reply.request().stepId() + "': ";
            return new Cancelled(step + "the call was cancelled", reply.receipt(), null);
        }
        if (isCut(failure, transit, reply) && !reply.isHtml()) {
            return cut(reply, "the connection ended in the middle of the reply");
        }
        String unusable = unusable(failure, reply);
        return unusable == null
                ? reply.unknown(unknown(failure) + "; " + remedy(failure, reply.request()))
                : reply.malformed(unusable);
    }

    /** The outcome of a call whose reply stopped before its end; what could be read of it is in the receipt. */
    static OutcomeUnknown cut(Reply reply, String what) {
        return reply.unknown(what + ", the outcome is unknown; " + afterCut(reply.request()));
    }

    /** Whether the body is shorter than was announced, or nothing was and its JSON is not whole. */
    private static boolean isCut(IOException failure, Transit transit, Reply reply) {
        return failure instanceof EOFException
                || failure instanceof ProtocolException
                || (failure instanceof JsonProcessingException && reply.isRead() && transit.isEndUnannounced());
    }

    /** An interrupted thread gives up as a cancelled call does; its flag stays set. */
    private static boolean isGivenUp(Transit transit) {
        return transit.isStopped() || Thread.currentThread().isInterrupted();
    }

    private static CallReceipt unreported(ToolCallRequest request) {
        return CallReceipt.unreported(request.model(), null);
    }

    private static @Nullable String unusable(IOException failure, Reply reply) {
        if (failure instanceof BodyLimit.TooLong) {
            return "the reply is " + failure.getMessage() + " and was cut";
        }
        if (reply.isHtml()) {
            return "the reply is HTML, no JSON; check the base URL, which usually ends in /v1";
        }
        if (failure instanceof JsonEOFException) {
            return "the reply is empty or ends in the middle";
        }
        if (failure instanceof StreamConstraintsException) {
            return "the reply is nested too deeply, has a text or number that is too long, or too many fields";
        }
        return failure instanceof JsonProcessingException || failure instanceof CharConversionException
                ? "the reply is no JSON, or has a key twice"
                : null;
    }

    private static String unsent(IOException failure, String server) {
        String remedy = "; check the base URL, the network and the proxy";
        if (failure instanceof UnknownHostException) {
            return "the name of the server " + server + " is not known" + remedy;
        }
        if (failure instanceof SSLException) {
            return "no secure connection to " + server + remedy + ", and the JVM's trusted certificates";
        }
        if (failure instanceof ConnectException) {
            return server + " refused the connection" + remedy;
        }
        return isTimeout(failure)
                ? "the time was over before the request was sent to " + server + remedy
                : "the connection to " + server + " broke before the request was sent" + remedy;
    }

    private static String unknown(IOException failure) {
        return isTimeout(failure)
                ? "no whole reply in time, the outcome is unknown"
                : "the connection broke after the request was sent, the outcome is unknown";
    }

    private static String remedy(IOException failure, ToolCallRequest request) {
        return isTimeout(failure) ? "raise the step's timeout" : afterCut(request);
    }

    private static String afterCut(ToolCallRequest request) {
        return request.endpoint().isImage()
                ? "the picture may be paid for: look at the provider's usage page before it is asked for again, or let the"
                        + " step call again by onUnknown(RETRY)"
                : "check the network, the proxy and their time limits";
    }

    private static boolean isTimeout(IOException failure) {
        return failure instanceof SocketTimeoutException || failure instanceof InterruptedIOException;
    }
}
