package dev.toolflow.catalog;

import dev.toolflow.image.ImageEditInput;
import dev.toolflow.image.ImageFormat;
import dev.toolflow.image.ImageSource;
import dev.toolflow.schema.Violation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Checks the pictures of one edit. What is said of a mask here, all models have in common. For one use. Source: OpenAI's API
 * reference, "Create image edit".
 */
final class EditCheck {
    private final String name;
    private final ImageEdits edits;
    private final boolean counted;
    private final Map<ImageSource, Picture> seen = new HashMap<>();
    private final List<Violation> violations = new ArrayList<>();

    /** @param name the model's name as the call has it */
    EditCheck(String name, ImageModel model) {
        this.name = name;
        this.counted = model.edits().filter(known -> known.images() > 0).isPresent();
        this.edits = model.edits().orElse(ImageEdits.none());
    }

    List<Violation> pictures(ImageEditInput edit) {
        List<ImageSource> images = edit.images();
        count(images.size());
        for (int index = 0; index < images.size(); index++) {
            image("images[" + index + "]", images.get(index));
        }
        mask(edit.mask().orElse(null), images.isEmpty() ? null : images.get(0));
        return violations;
    }

    private void count(int images) {
        if (images == 0) {
            wrong("images", name + " needs at least 1 to edit");
        } else if (counted && images > edits.images()) {
            wrong(
                    "images",
                    name + " takes " + (edits.images() == 1 ? "1" : "1 to " + edits.images()) + ", not " + images);
        }
    }

    private void image(String path, ImageSource source) {
        Optional<Picture> read = read(path, source, edits.bytesBelow());
        if (read.isEmpty()) {
            return;
        }
        Picture picture = read.get();
        if (!edits.formats().contains(picture.format())) {
            List<String> names = new TreeSet<>(edits.formats())
                    .stream().map(ImageFormat::wireName).toList();
            wrong(
                    path,
                    name + " takes " + Choice.of(names) + ", not "
                            + picture.format().wireName());
        }
        if (edits.shape() == ImageEdits.Shape.SQUARE && picture.width() != picture.height()) {
            wrong(path, name + " takes squares, not " + picture.size());
        }
    }

    private void mask(@Nullable ImageSource mask, @Nullable ImageSource first) {
        if (mask == null) {
            return;
        }
        Optional<Picture> read = read("mask", mask, edits.maskBytesBelow());
        if (read.isEmpty()) {
            return;
        }
        if (read.get().format() != ImageFormat.PNG) {
            wrong("mask", name + " takes a png, not " + read.get().format().wireName());
        }
        Picture masked = first == null ? null : seen.get(first);
        if (masked != null && !masked.size().equals(read.get().size())) {
            wrong(
                    "mask",
                    name + " takes the size of the first image, " + masked.size() + ", not "
                            + read.get().size());
        }
    }

    /** Empty where it is no picture, or so long that it is not read, which is told then; and where it is a stream. */
    private Optional<Picture> read(String path, ImageSource source, OptionalLong bytesBelow) {
        long below = bytesBelow.orElse(Long.MAX_VALUE);
        Picture known = seen.get(source);
        try {
            Optional<Picture> read = known == null ? Picture.of(source, below) : Optional.of(known);
            read.filter(picture -> bytesBelow.isPresent() && picture.bytes() >= below)
                    .ifPresent(picture -> wrong(path, tooLong(below, picture.bytes())));
            read.ifPresent(picture -> seen.put(source, picture));
            return read;
        } catch (Picture.TooLongException e) {
            wrong(path, tooLong(below, e.bytes()));
        } catch (Picture.UnusableException e) {
            wrong(path, String.valueOf(e.getMessage()));
        }
        return Optional.empty();
    }

    private String tooLong(long bytesBelow, long bytes) {
        return name + " takes less than " + bytesBelow + " bytes, not " + bytes;
    }

    private void wrong(String path, String what) {
        violations.add(new Violation(path, what));
    }
}
