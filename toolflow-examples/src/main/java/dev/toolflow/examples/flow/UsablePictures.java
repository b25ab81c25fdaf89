package dev.toolflow.examples.flow;

import dev.toolflow.audit.AuditFunction;
import dev.toolflow.audit.Issue;
import dev.toolflow.image.GeneratedImage;
import dev.toolflow.image.ImageGenerationOutput;
import dev.toolflow.pictures.QualityCheck;
import dev.toolflow.store.ImageStore;
import java.util.ArrayList;
import java.util.List;

/** Judges every picture of an answer by its pixels. Immutable. */
public final class UsablePictures {
    private final ImageStore store;
    private final QualityCheck quality;

    /**
     * The pictures in a store.
     *
     * @param store the engine's
     * @param quality what each of them must have
     */
    public UsablePictures(ImageStore store, QualityCheck quality) {
        this.store = store;
        this.quality = quality;
    }

    /** All can be decoded and shown; says of one that cannot what to do instead. */
    public AuditFunction<ImageGenerationOutput> orElse(String suggestion) {
        return AuditFunction.named("usable picture", made -> {
            List<Issue> issues = new ArrayList<>();
            List<GeneratedImage> images = made.images();
            for (int i = 0; i < images.size(); i++) {
                String which = images.size() == 1 ? "" : "picture " + (i + 1) + ": ";
                quality.problems(store, images.get(i))
                        .forEach(problem -> issues.add(
                                Issue.critical(which + problem.message()).suggest(suggestion)));
            }
            return issues;
        });
    }
}
