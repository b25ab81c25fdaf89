package dev.toolflow;

import dev.toolflow.image.GeneratedImage;
import dev.toolflow.run.StepRecord;
import dev.toolflow.schema.JsonType;
import dev.toolflow.step.StepResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The pictures that a step's outputs refer to, each once. Pure. */
final class StepBlobs {
    private StepBlobs() {}

    static List<StepRecord.Blob> of(StepResult<?> result) {
        Map<String, StepRecord.Blob> blobs = new LinkedHashMap<>();
        result.attempts().forEach(attempt -> attempt.output().ifPresent(output -> add(output, blobs)));
        return List.copyOf(blobs.values());
    }

    private static void add(Object output, Map<String, StepRecord.Blob> blobs) {
        pictures(output.getClass(), output, blobs);
    }

    private static <T> void pictures(Class<T> type, Object output, Map<String, StepRecord.Blob> blobs) {
        JsonType.plain(type)
                .write(
                        type.cast(output),
                        GeneratedImage.class,
                        image -> blobs.putIfAbsent(
                                image.sha256(),
                                new StepRecord.Blob(
                                        image.sha256(), image.format().mimeType(), image.sizeBytes())));
    }
}
