package dev.toolflow.examples.gallery;

import dev.toolflow.examples.report.Templates;
import dev.toolflow.image.GeneratedImage;
import dev.toolflow.image.ImageFormat;
import dev.toolflow.ingest.ImageHeader;
import dev.toolflow.ingest.ImageLimits;
import dev.toolflow.ingest.ImageSpool;
import dev.toolflow.ingest.SpooledImage;
import dev.toolflow.pictures.EncodedPicture;
import dev.toolflow.pictures.Picture;
import dev.toolflow.store.ImageQuery;
import dev.toolflow.store.ImageRecord;
import dev.toolflow.store.ImageStore;
import dev.toolflow.store.ImageStoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** The addresses of a gallery: the page, and of each record its picture and a thumbnail of it. Thread-safe. */
final class Routes {
    private static final String PICTURE = "/picture/";
    private static final String THUMBNAIL = "/thumbnail/";
    private static final int MOST = 500;
    private static final int SIDE = 400;
    private static final int MOST_BYTES = 64_000;

    private final ImageStore store;
    private final String name;

    /** A picture takes four bytes a pixel once it is decoded, and more on the way: one at a time fits into a small heap. */
    private final Semaphore decoding = new Semaphore(1);

    Routes(ImageStore store, String name) {
        this.store = store;
        this.name = name;
    }

    Answer answer(@Nullable String path) {
        if (path == null) {
            return Answer.text(404, "There is nothing here.");
        }
        if (path.equals("/")) {
            List<ImageRecord> records = store.list(ImageQuery.all().limit(MOST));
            return Answer.page(Templates.html("gallery.jte", GalleryView.of(name, records)));
        }
        if (path.startsWith(PICTURE)) {
            return found(path.substring(PICTURE.length()), this::picture);
        }
        if (path.startsWith(THUMBNAIL)) {
            return found(path.substring(THUMBNAIL.length()), this::thumbnail);
        }
        return Answer.text(404, "There is nothing here.");
    }

    private interface Shown {
        Answer of(GeneratedImage image);
    }

    private Answer found(String id, Shown shown) {
        return store.find(id)
                .map(ImageRecord::image)
                .filter(store::contains)
                .map(shown::of)
                .orElseGet(() -> Answer.text(404, "There is no such picture."));
    }

    /** A copy is checked to its end before the first byte is sent, and its type is read from it, whatever its record says. */
    private Answer picture(GeneratedImage image) {
        ImageSpool spool = new ImageSpool(ImageLimits.standard());
        try (InputStream stored = store.open(image)) {
            ImageSpool.Intake intake = spool.begin();
            stored.transferTo(intake);
            SpooledImage copy = intake.finish();
            ImageHeader header = ImageHeader.read(copy.file(), ImageLimits.standard());
            return Answer.picture(header.format(), copy.sizeBytes(), () -> Files.newInputStream(copy.file()))
                    .named(named(image, header.format()))
                    .closing(spool::close);
        } catch (IOException | RuntimeException e) {
            spool.close();
            throw e instanceof RuntimeException known
                    ? known
                    : new ImageStoreException("cannot read image " + image.fileName() + ": " + e, e);
        }
    }

    private Answer thumbnail(GeneratedImage image) {
        EncodedPicture small = small(image);
        return Answer.picture(small.format(), small.sizeBytes(), small::open).named(named(image, small.format()));
    }

    private EncodedPicture small(GeneratedImage image) {
        decoding.acquireUninterruptibly();
        try {
            return Picture.read(store, image).thumbnail(SIDE, MOST_BYTES);
        } finally {
            decoding.release();
        }
    }

    private static String named(GeneratedImage image, ImageFormat format) {
        String name = image.fileName();
        return name.substring(0, name.indexOf('.') + 1) + format.extension();
    }
}
