package dev.toolflow.openai;

import dev.toolflow.tool.CallContext;
import dev.toolflow.tool.ToolCallRequest;
import dev.toolflow.tool.ToolCallResponse;
import java.io.IOException;

/** Reads a reply as what it is: chat or pictures, whole or as events. */
final class ReplyReader {
    private ReplyReader() {}

    /**
     * Reads a reply whose status is 200.
     *
     * @param urls how pictures are had that come as addresses
     * @param images how the request was written
     * @throws IOException if it cannot be read to its end; the reply's receipt has what was read by then
     * @throws dev.toolflow.tool.ToolCallException.NotReceived if a picture cannot be spooled
     */
    static ToolCallResponse read(Reply reply, CallContext context, PictureUrls urls, ImageRenderer images)
            throws IOException {
        ToolCallRequest request = reply.request();
        if (request.endpoint().isImage()) {
            ImageWish wish = ImageWish.of(request).sentBy(images, request);
            return reply.isEventStream()
                    ? ImageStream.read(reply, context, wish, urls)
                    : ImageReader.read(reply, context.images(), wish, urls);
        }
        return reply.isEventStream() ? ChatStream.read(reply, context) : ChatReader.read(reply);
    }
}
