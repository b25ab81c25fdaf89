package dev.toolflow.examples.avatars;

import dev.toolflow.audit.AuditFunction;
import dev.toolflow.image.ImageGenerationOutput;
import dev.toolflow.store.ImageStore;
import java.util.List;

/** Judges pictures and cuts contact sheets. Thread-safe. */
final class ContactSheets {
    private final ImageStore store;

    ContactSheets(ImageStore store) {
        this.store = store;
    }

    AuditFunction<ImageGenerationOutput> usablePicture() {
        return AuditFunction.named("usable picture", made -> List.of());
    }

    AuditFunction<ImageGenerationOutput> usablePhotos(int wanted) {
        return AuditFunction.named("usable photos", made -> List.of());
    }

    List<Photo> cut(Sheet sheet, Persona persona) {
        return List.of();
    }
}
