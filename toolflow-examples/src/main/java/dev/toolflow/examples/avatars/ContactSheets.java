package dev.toolflow.examples.avatars;

import dev.toolflow.audit.AuditFunction;
import dev.toolflow.audit.Issue;
import dev.toolflow.examples.flow.UsablePictures;
import dev.toolflow.image.GeneratedImage;
import dev.toolflow.image.ImageFormat;
import dev.toolflow.image.ImageGenerationOutput;
import dev.toolflow.ingest.ImageIngestor;
import dev.toolflow.ingest.ImageLimits;
import dev.toolflow.ingest.ImageRefusedException;
import dev.toolflow.pictures.Picture;
import dev.toolflow.pictures.QualityCheck;
import dev.toolflow.pictures.QualityProblem;
import dev.toolflow.store.ImageStore;
import dev.toolflow.store.ImageStoreException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Judges pictures by their pixels, and cuts contact sheets. Thread-safe. */
final class ContactSheets {
    private static final Logger LOG = LoggerFactory.getLogger(ContactSheets.class);
    private static final int SIDE = 2;

    private final ImageStore store;
    private final QualityCheck quality = QualityCheck.standard();

    ContactSheets(ImageStore store) {
        this.store = store;
    }

    /** A picture that can be decoded, is no smaller than 64 pixels a side and shows something. */
    AuditFunction<ImageGenerationOutput> usablePicture() {
        return new UsablePictures(store, quality).orElse("draw the person, filling the picture");
    }

    /** A sheet from which so many usable photos can be cut. */
    AuditFunction<ImageGenerationOutput> usablePhotos(int wanted) {
        return AuditFunction.named("usable photos", made -> {
            List<Cut> cuts;
            try {
                cuts = cuts(made.image());
            } catch (ImageRefusedException e) {
                return List.of(Issue.critical(String.valueOf(e.getMessage())));
            }
            long usable = cuts.stream().filter(Cut::isUsable).count();
            return usable >= wanted
                    ? List.of()
                    : cuts.stream()
                            .filter(cut -> !cut.isUsable())
                            .map(cut -> Issue.critical("photo " + cut.number() + " cannot be used: " + cut.problem())
                                    .suggest("draw four separate photos of equal size, each filling its quarter"))
                            .toList();
        });
    }

    /**
     * Whether an earlier sheet, which may have been judged for fewer, has so many usable photos. One that cannot be read now is
     * not given up: to draw it anew costs money.
     */
    boolean yields(GeneratedImage sheet, int wanted) {
        try {
            return cuts(sheet).stream().filter(Cut::isUsable).count() >= wanted;
        } catch (ImageRefusedException e) {
            LOG.info("sheet {} is drawn again: {}", sheet.fileName(), e.getMessage());
            return false;
        } catch (ImageStoreException e) {
            LOG.info("sheet {} cannot be read now: {}", sheet.fileName(), e.getMessage());
            return true;
        }
    }

    /** Stores the photos that are wanted of a sheet. */
    List<Photo> cut(Sheet sheet, Persona persona) {
        List<Photo> photos = new ArrayList<>();
        for (Cut cut : cuts(sheet.image())) {
            if (cut.isUsable() && photos.size() < sheet.wanted()) {
                String scene = sheet.scenes().inOrder().get(cut.number() - 1);
                photos.add(new Photo(stored(cut.picture(), persona), scene));
            }
        }
        return photos;
    }

    private GeneratedImage stored(Picture photo, Persona persona) {
        ImageIngestor ingestor = new ImageIngestor(store, ImageLimits.standard());
        try (InputStream png = photo.encode(ImageFormat.PNG).open()) {
            return ingestor.ingest(png, ImageFormat.PNG, Map.of(AvatarBatch.PERSONA, persona.name(), "kind", "avatar"));
        } catch (IOException e) {
            throw new UncheckedIOException("a picture in memory could not be read", e);
        }
    }

    private record Cut(int number, Picture picture, List<QualityProblem> problems) {
        boolean isUsable() {
            return problems.isEmpty();
        }

        String problem() {
            return problems.stream().map(QualityProblem::message).collect(Collectors.joining(", "));
        }
    }

    private List<Cut> cuts(GeneratedImage sheet) {
        List<Cut> cuts = new ArrayList<>();
        for (Picture quarter : Picture.read(store, sheet).grid(SIDE, SIDE)) {
            Picture photo = quarter.trimmed();
            cuts.add(new Cut(cuts.size() + 1, photo, quality.problems(photo)));
        }
        return cuts;
    }
}
