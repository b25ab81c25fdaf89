package dev.toolflow.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import dev.toolflow.image.ImageFormat;
import java.util.List;
import java.util.Optional;

/** Reads what a catalogue's file says of the pictures that a model makes and takes. */
final class CatalogPictures {
    private CatalogPictures() {}

    /** A list of sizes, or the rules they follow. */
    static Optional<ImageSizes> sizes(CatalogFields model) {
        if (model.field("sizes").filter(JsonNode::isObject).isPresent()) {
            return model.fields("sizes").map(CatalogPictures::rules);
        }
        return model.texts("sizes").map(sizes -> model.checked("sizes", () -> listed(sizes)));
    }

    private static ImageSizes listed(List<String> sizes) {
        if (sizes.isEmpty()) {
            throw new IllegalArgumentException("must name a size, or be left out");
        }
        return ImageSizes.oneOf(sizes.get(0), sizes.subList(1, sizes.size()).toArray(String[]::new));
    }

    private static ImageSizes rules(CatalogFields fields) {
        ImageSizes sizes = fields.with("multipleOf", ImageSizes.any(), ImageSizes::multiplesOf);
        ImageSizes shaped = fields.with("aspect", sizes, ImageSizes::aspectUpTo);
        ImageSizes bounded = fields.text("largest")
                .map(largest -> fields.checked("largest", () -> upTo(shaped, largest)))
                .orElse(shaped);
        bounded = fields.with("longestSide", bounded, ImageSizes::sideUpTo);
        bounded = fields.with("pixels", bounded, ImageSizes::pixelsUpTo);
        fields.requireNothingElse();
        return bounded;
    }

    private static ImageSizes upTo(ImageSizes sizes, String largest) {
        ImageSizes.requireSize(largest);
        if (largest.equals("auto")) {
            throw new IllegalArgumentException("must be like 3840x2160");
        }
        ImageSizes.Sides sides = ImageSizes.Sides.of(largest);
        return sizes.upTo(sides.width(), sides.height());
    }

    static Optional<ImageEdits> edits(CatalogFields model) {
        return model.fields("edits").map(fields -> {
            int images = fields.required("images", fields::number);
            ImageEdits edits =
                    images == 0 ? ImageEdits.none() : fields.checked("images", () -> ImageEdits.upTo(images));
            edits = fields.with("bytesBelow", edits, (before, bytes) -> before.bytesBelow(bytes));
            edits = fields.with("maskBytesBelow", edits, (before, bytes) -> before.maskBytesBelow(bytes));
            edits = shape(fields, formats(fields, edits));
            fields.requireNothingElse();
            return edits;
        });
    }

    private static ImageEdits shape(CatalogFields fields, ImageEdits edits) {
        return fields.text("shape")
                .map(shape -> fields.checked("shape", () -> {
                    if (!shape.equals("square")) {
                        throw new IllegalArgumentException("must be square, or be left out");
                    }
                    return edits.squares();
                }))
                .orElse(edits);
    }

    private static ImageEdits formats(CatalogFields fields, ImageEdits edits) {
        List<String> names = fields.texts("formats").orElse(List.of());
        if (names.isEmpty()) {
            return edits;
        }
        ImageFormat[] formats = names.stream()
                .map(name -> fields.checked("formats", () -> format(name)))
                .toArray(ImageFormat[]::new);
        return edits.formats(formats[0], formats);
    }

    static ImageFormat format(String name) {
        return ImageFormat.ofMimeType("image/" + name)
                .orElseThrow(() -> new IllegalArgumentException("'" + name + "' is not png, jpeg or webp"));
    }
}
