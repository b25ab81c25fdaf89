package dev.toolflow.openai;

import dev.toolflow.catalog.ImageModelCatalog;
import dev.toolflow.image.GeneratedImage;
import dev.toolflow.image.ImageEditInput;
import dev.toolflow.image.ImageFormat;
import dev.toolflow.image.ImageSource;
import dev.toolflow.ingest.ImageHeader;
import dev.toolflow.ingest.ImageLimits;
import dev.toolflow.ingest.ImageRefusedException;
import dev.toolflow.ingest.ImageSpool;
import dev.toolflow.schema.Violation;
import dev.toolflow.store.ImageStoreException;
import dev.toolflow.tool.CallContext;
import dev.toolflow.tool.CallReceipt;
import dev.toolflow.tool.Rejection;
import dev.toolflow.tool.ToolCallException.Cancelled;
import dev.toolflow.tool.ToolCallException.Rejected;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes the pictures of one edit ready to be sent. What is not from the store passes the engine's guards first; a stream
 * is received in a file for that, since its length must be known too. Longest picture: OpenAI's API reference, "Create
 * image edit". For one call, on one thread.
 */
final class EditPictures implements AutoCloseable {
    private static final long TOO_LONG = 50L * 1000 * 1000;
    private static final int BLOCK = 16 * 1024;

    private final String stepId;
    private final CallContext context;
    private final ImageLimits limits;
    private final ImageSpool spool;
    private final List<Rejected> rejected = new ArrayList<>();
    private final Map<ImageSource, ImageSource> received = new HashMap<>();

    EditPictures(String stepId, CallContext context) {
        this.stepId = stepId;
        this.context = context;
        this.limits = context.images()
                .limits()
                .maxBytes(TOO_LONG - 1)
                .formats(ImageFormat.PNG, ImageFormat.JPEG, ImageFormat.WEBP);
        this.spool = new ImageSpool(limits);
    }

    /**
     * Returns the picture, ready to be sent until this is closed; empty if it is too long, cannot be read, or is no picture
     * that the engine takes, which {@link #requireAll} tells.
     */
    Optional<Upload> of(ImageSource source) {
        try {
            return Optional.of(upload(source));
        } catch (Rejected e) {
            rejected.add(e);
            return Optional.empty();
        }
    }

    /** @throws Rejected naming each picture that cannot be sent */
    void requireAll() {
        if (rejected.isEmpty()) {
            return;
        }
        String whats = rejected.stream()
                .map(each -> String.valueOf(each.getMessage()).substring(where().length()))
                .collect(Collectors.joining("; "));
        Rejected all = new Rejected(
                Rejection.NOT_SENT,
                where() + whats,
                CallReceipt.none(),
                rejected.get(0).getCause());
        rejected.stream().skip(1).forEach(all::addSuppressed);
        throw all;
    }

    /**
     * Holds streams to what the model takes, which files and stored pictures were held to before the call.
     *
     * @throws Rejected naming each picture that the model does not take
     */
    void requireTaken(String model, ImageEditInput edit, ImageModelCatalog models) {
        if (received.isEmpty()) {
            return;
        }
        ImageEditInput files = ImageEditInput.of(
                edit.prompt(), edit.images().stream().map(this::known).toList());
        List<Violation> violations = models.check(
                model, edit.mask().map(this::known).map(files::mask).orElse(files));
        if (!violations.isEmpty()) {
            String whats = violations.stream().map(Violation::toString).collect(Collectors.joining("; "));
            throw new Rejected(Rejection.NOT_SENT, where() + whats + "; nothing was sent", CallReceipt.none(), null);
        }
    }

    private ImageSource known(ImageSource source) {
        return received.getOrDefault(source, source);
    }

    private Upload upload(ImageSource source) {
        if (source instanceof ImageSource.Stored stored) {
            return stored(stored.image());
        }
        if (source instanceof ImageSource.OfStream stream) {
            String name = "'" + stream.name() + "'";
            Path file = receive(stream, name);
            received.put(source, ImageSource.of(file));
            return file(file, name);
        }
        Path file = ((ImageSource.OfFile) source).file();
        return file(file, file.toString());
    }

    /** Deletes what was received. */
    @Override
    public void close() {
        spool.close();
    }

    private Upload stored(GeneratedImage image) {
        if (image.sizeBytes() >= TOO_LONG) {
            throw refused(
                    image.fileName(), "has " + image.sizeBytes() + " bytes; an edit takes less than " + TOO_LONG, null);
        }
        return Upload.stored(image, context);
    }

    private Upload file(Path file, String name) {
        try {
            ImageHeader header = ImageHeader.read(file, limits);
            return Upload.file(file, header, cause -> refused(name, "cannot be read: " + cause, cause));
        } catch (ImageRefusedException e) {
            throw unfit(name, e);
        } catch (IOException e) {
            throw refused(name, "cannot be read: " + e, e);
        }
    }

    /** What a user's stream throws may quote a signed address, so that its type alone is told. */
    private Path receive(ImageSource.OfStream source, String name) {
        try (InputStream content = source.opener().open()) {
            ImageSpool.Intake intake = spool.begin();
            byte[] block = new byte[BLOCK];
            for (int count = content.read(block); count >= 0; count = content.read(block)) {
                requireWanted();
                intake.write(block, 0, count);
            }
            return intake.finish().file();
        } catch (ImageRefusedException e) {
            throw unfit(name, e);
        } catch (ImageStoreException | Cancelled e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw refused(
                    name, "cannot be read: its stream threw " + e.getClass().getName(), e);
        }
    }

    private void requireWanted() {
        if (context.isCancelled()) {
            throw new Cancelled("step '" + stepId + "': the call was cancelled", CallReceipt.none(), null);
        }
    }

    /** The longest length is the endpoint's, and no setting of the engine's changes it. */
    private Rejected unfit(String name, ImageRefusedException why) {
        boolean tooLong = why.reason() == ImageRefusedException.Reason.TOO_LARGE;
        String what = tooLong
                ? "is too long: an edit takes less than " + TOO_LONG + " bytes; make it smaller"
                : "is not sent: " + why.getMessage();
        return refused(name, what, why);
    }

    private Rejected refused(String picture, String what, @Nullable Exception cause) {
        return new Rejected(
                Rejection.NOT_SENT, where() + "the picture " + picture + " " + what, CallReceipt.none(), cause);
    }

    private String where() {
        return "step '" + stepId + "': ";
    }
}
