package dev.toolflow.testkit;

import dev.toolflow.testkit.picture.EditedPicture;
import dev.toolflow.testkit.picture.PictureFile;
import dev.toolflow.testkit.picture.PictureWish;
import dev.toolflow.testkit.picture.Poster;
import dev.toolflow.testkit.picture.Preview;
import dev.toolflow.testkit.request.BadRequest;
import dev.toolflow.testkit.request.ImageRequest;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** The fake image model: pictures drawn from the prompt, the same for the same request. Thread-safe. */
final class ImageModel {

    private static final int JPEG_QUALITY = 90;

    private final Clock clock;

    ImageModel(Clock clock) {
        this.clock = clock;
    }

    ImagesReply draw(ImageRequest request) {
        List<ImagesReply.Item> items = new ArrayList<>();
        List<ImagesReply.Bytes> previews = new ArrayList<>();
        for (int i = 0; i < request.count(); i++) {
            if (request.wantsUrl()) {
                items.add(new ImagesReply.Url("https://pictures.invalid/" + i + ".png"));
            } else {
                BufferedImage image = image(request, i);
                items.add(encoded(image, request));
                for (int preview = 0; preview < request.previews(); preview++) {
                    previews.add(encoded(Preview.of(image, preview), request));
                }
            }
        }
        ImageUsage usage = request.isDallE() ? null : ImageUsage.of(request);
        return new ImagesReply(request, clock.instant().getEpochSecond(), items, previews, usage, false);
    }

    private static ImagesReply.Bytes encoded(BufferedImage image, ImageRequest request) {
        return new ImagesReply.Bytes(
                PictureFile.of(image, request.format(), request.compression().orElse(JPEG_QUALITY)));
    }

    private static BufferedImage image(ImageRequest request, int ordinal) {
        PictureWish wish =
                new PictureWish(request.prompt(), request.width(), request.height(), ordinal, request.transparent());
        return request.images().isEmpty() ? Poster.draw(wish) : edited(request, wish);
    }

    private static BufferedImage edited(ImageRequest request, PictureWish wish) {
        try {
            byte[] mask = request.mask().map(part -> part.bytes()).orElse(null);
            return EditedPicture.draw(
                    wish, request.images().stream().map(part -> part.bytes()).toList(), mask);
        } catch (IOException | IllegalArgumentException e) {
            throw BadRequest.of(
                    "Invalid image file or mode for image 1, please check your image file.",
                    "image",
                    "invalid_image_file");
        }
    }
}
