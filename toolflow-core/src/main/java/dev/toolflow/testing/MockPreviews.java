package dev.toolflow.testing;

import dev.toolflow.image.ImageFormat;
import dev.toolflow.tool.CallContext;
import dev.toolflow.tool.Delta;
import java.util.List;

/** The pictures of a mock as they look while they are drawn. Immutable. */
record MockPreviews(String tool, int count, int width, int height) {
    MockPreviews {
        if (count < 0) {
            throw new IllegalArgumentException("count: must not be negative, was " + count);
        }
        MockImages.png(width, height, 0);
    }

    void emit(int call, CallContext context) {
        List<byte[]> pictures = MockImages.pictures(tool + call + "~", count, width, height);
        for (int index = 0; index < count; index++) {
            context.emit(
                    new Delta.PartialImage(index, MockImages.receive(context, pictures.get(index)), ImageFormat.PNG));
        }
    }
}
