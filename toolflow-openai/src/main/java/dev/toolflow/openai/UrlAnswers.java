package dev.toolflow.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.toolflow.image.ImageEditInput;
import dev.toolflow.image.ImageGenerationInput;
import dev.toolflow.tool.CallContext;
import dev.toolflow.tool.Rejection;
import dev.toolflow.tool.ToolCallException.Rejected;
import dev.toolflow.tool.ToolCallRequest;
import org.jspecify.annotations.Nullable;

/** What a service does about pictures that come as addresses: fetch them, where its user allows it. Thread-safe. */
final class UrlAnswers implements AutoCloseable {
    private final @Nullable PictureFetcher fetcher;

    /** @param allowed null for no fetching at all */
    UrlAnswers(@Nullable UrlFetch allowed) {
        fetcher = allowed == null ? null : new PictureFetcher(allowed);
    }

    /** With this fetcher, which is closed with this. */
    UrlAnswers(PictureFetcher fetcher) {
        this.fetcher = fetcher;
    }

    /** @throws Rejected if the call asks for addresses that nobody may fetch: it would be paid for nothing */
    void requireUsable(ToolCallRequest request) {
        if (fetcher == null && asksForUrls(request)) {
            throw new Rejected(
                    Rejection.NOT_SENT,
                    "step '" + request.stepId() + "': response_format url asks for addresses, which are not"
                            + " fetched; leave it out, or allow their hosts by fetchUrls of the service's builder");
        }
    }

    private static boolean asksForUrls(ToolCallRequest request) {
        JsonNode format = null;
        if (request.input().value() instanceof ImageGenerationInput generation) {
            format = generation.parameters().get(ImageRenderer.RESPONSE_FORMAT);
        } else if (request.input().value() instanceof ImageEditInput edit) {
            format = edit.parameters().get(ImageRenderer.RESPONSE_FORMAT);
        }
        return request.endpoint().isImage() && format != null && "url".equals(format.textValue());
    }

    /** What may be fetched during one call. */
    PictureUrls during(CallContext context) {
        return fetcher == null ? PictureUrls.OFF : fetcher.during(context);
    }

    /** Ends the fetches in flight. */
    @Override
    public void close() {
        if (fetcher != null) {
            fetcher.close();
        }
    }
}
