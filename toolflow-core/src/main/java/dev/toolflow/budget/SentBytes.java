package dev.toolflow.budget;

import dev.toolflow.audit.Issue;
import dev.toolflow.image.GeneratedImage;
import dev.toolflow.image.ImageEditInput;
import dev.toolflow.tool.Endpoint;
import dev.toolflow.tool.ImageDetail;
import dev.toolflow.tool.ToolCallRequest;
import dev.toolflow.tool.ToolInput;
import dev.toolflow.tool.ToolSpec;
import org.jspecify.annotations.Nullable;

/**
 * Estimates tokens by the bytes that are sent, and pictures by their size.
 *
 * <p>Sources: OpenAI's guides "Images and vision" (patches of 32 pixels times a factor of up to 2.46; gpt-4o-mini 2,833 tokens
 * and 5,667 for each of at most 8 tiles) and "Image generation" (a picture to be edited at high fidelity: 65 tokens, 129 for
 * each tile, 6,144 more).
 */
final class SentBytes implements TokenEstimator {
    static final SentBytes ESTIMATOR = new SentBytes();

    private static final int BYTES_OF_A_TOKEN = 2;
    private static final int PATCH = 32;
    private static final double MOST_OF_A_PATCH = 2.46;
    private static final long LEAST_OF_A_PICTURE = 1_600;
    private static final long PICTURE_FOR_GPT_4O_MINI = 2_833 + 8 * 5_667;
    private static final long PICTURE_TO_EDIT = 7_000;

    private SentBytes() {}

    @Override
    public long inputTokens(ToolCallRequest request) {
        ToolSpec tool = request.tool();
        ToolInput input = request.input();
        long bytes = bytes(tool.name())
                + bytes(tool.description())
                + bytes(tool.instructions())
                + bytes(tool.outputSchema())
                + bytes(input.json());
        for (ToolInput.Included included : input.included()) {
            bytes += bytes(included.stepId()) + bytes(included.outputJson()) + bytes(included.issues());
        }
        for (ToolInput.Feedback feedback : input.feedback()) {
            bytes += bytes(feedback.outputJson()) + bytes(feedback.issues());
        }
        return (bytes + BYTES_OF_A_TOKEN - 1) / BYTES_OF_A_TOKEN + pictures(request);
    }

    private static long pictures(ToolCallRequest request) {
        if (request.input().value() instanceof ImageEditInput edit && request.endpoint() == Endpoint.IMAGE_EDIT) {
            return PICTURE_TO_EDIT * (edit.images().size() + (edit.mask().isPresent() ? 1 : 0));
        }
        return request.input().images().stream()
                .mapToLong(image -> seen(image, request))
                .sum();
    }

    private static long seen(GeneratedImage image, ToolCallRequest request) {
        if (request.model().contains("gpt-4o-mini")) {
            return PICTURE_FOR_GPT_4O_MINI;
        }
        long patches = patches(image.width()) * patches(image.height());
        long whole = (long) Math.ceil(patches * MOST_OF_A_PATCH);
        return request.options().imageDetail() == ImageDetail.LOW
                ? LEAST_OF_A_PICTURE
                : Math.max(LEAST_OF_A_PICTURE, whole);
    }

    private static long patches(int pixels) {
        return (pixels + PATCH - 1L) / PATCH;
    }

    private static long bytes(Iterable<Issue> issues) {
        long bytes = 0;
        for (Issue issue : issues) {
            bytes += bytes(issue.severity().name())
                    + bytes(issue.message())
                    + bytes(issue.path())
                    + bytes(issue.suggestion())
                    + bytes(issue.source());
        }
        return bytes;
    }

    /** Counts without encoding, since long inputs are counted before every call. */
    private static long bytes(@Nullable String text) {
        if (text == null) {
            return 0;
        }
        long bytes = text.length();
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            // Each half of a surrogate pair counts as 2 of its 4 bytes.
            bytes += unit < 0x80 ? 0 : unit < 0x800 || Character.isSurrogate(unit) ? 1 : 2;
        }
        return bytes;
    }
}
