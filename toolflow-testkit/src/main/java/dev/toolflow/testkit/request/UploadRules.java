package dev.toolflow.testkit.request;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the pictures of an edit must be: declared with a name and a type, and really of that type. */
final class UploadRules {

    private static final int MOST_IMAGES = 16;
    private static final int LARGEST_IMAGE = 50 * 1024 * 1024;
    private static final int LARGEST_MASK = 4 * 1024 * 1024;

    private UploadRules() {}

    static void check(List<Part> images, @Nullable Part mask, String model) {
        if (images.isEmpty()) {
            throw BadRequest.missing("image");
        }
        int most = model.equals("dall-e-2") ? 1 : MOST_IMAGES;
        if (images.size() > most) {
            throw BadRequest.invalid("Invalid 'image': at most " + most + " images are allowed.", "image");
        }
        if (images.size() > 1 && images.stream().anyMatch(part -> part.name().equals("image"))) {
            throw BadRequest.of(
                    "Duplicate parameter: 'image'. You provided multiple values for this parameter, whereas only one is"
                            + " allowed. If you are trying to provide a list of values, use the array syntax instead e.g."
                            + " 'image[]=<value>'.",
                    "image",
                    "duplicate_parameter");
        }
        images.forEach(image -> picture(image, LARGEST_IMAGE));
        if (model.equals("dall-e-2")) {
            square(images.get(0));
        }
        if (mask != null) {
            mask(mask, images.get(0));
        }
    }

    private static void mask(Part mask, Part first) {
        if (picture(mask, LARGEST_MASK) != PictureType.PNG) {
            throw BadRequest.of("Invalid mask: expected a PNG image.", "mask", "invalid_image_file");
        }
        if (!PictureSize.of(mask.bytes()).equals(PictureSize.of(first.bytes()))) {
            throw BadRequest.of(
                    "Invalid mask image format - mask size does not match image size", "mask", "invalid_image_file");
        }
    }

    private static void square(Part image) {
        boolean fits = image.size() < LARGEST_MASK
                && PictureType.sniff(image.bytes())
                        .filter(PictureType.PNG::equals)
                        .isPresent()
                && PictureSize.of(image.bytes())
                        .filter(size -> size.width() == size.height())
                        .isPresent();
        if (!fits) {
            throw BadRequest.of(
                    "Uploaded image must be a PNG, less than 4 MB, and square.", "image", "invalid_image_file");
        }
    }

    private static PictureType picture(Part part, int largest) {
        if (part.filename() == null || part.filename().isBlank()) {
            throw BadRequest.wrongType(part.name(), "a file, but got a field without a file name");
        }
        if (part.size() >= largest) {
            throw BadRequest.ofStatus(
                    413,
                    "Invalid '" + part.name() + "': the image is larger than " + largest + " bytes.",
                    part.name(),
                    null);
        }
        return declared(part);
    }

    private static PictureType declared(Part part) {
        String declared = part.contentType() == null ? "application/octet-stream" : part.contentType();
        PictureType type = Arrays.stream(PictureType.values())
                .filter(candidate -> candidate.mime().equals(declared))
                .findFirst()
                .orElseThrow(() -> BadRequest.of(
                        "Invalid file '" + part.name() + "': unsupported mimetype ('" + declared + "'). Supported file"
                                + " formats are 'image/jpeg', 'image/png', and 'image/webp'.",
                        part.name(),
                        "unsupported_file_mimetype"));
        if (PictureType.sniff(part.bytes()).filter(type::equals).isEmpty()) {
            throw BadRequest.of(
                    "Invalid image file or mode for '" + part.name() + "': its bytes are not " + declared + ".",
                    part.name(),
                    "invalid_image_file");
        }
        return type;
    }
}
