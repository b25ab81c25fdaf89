package dev.toolflow.testkit;

import dev.toolflow.testkit.picture.HostilePicture;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The faults that only an answer of the image endpoints can have. All are paid for: usage stays as it was. */
public final class ImageFault {

    private ImageFault() {}

    /** Returns links in place of base64. */
    public static Fault imageUrl(String url) {
        return Fault.edit(AnswerEdit.images("imageUrl", reply -> reply.withItems(new ImagesReply.Url(url))));
    }

    /** Returns text that is no base64. */
    public static Fault wrongBase64() {
        return Fault.edit(AnswerEdit.images(
                "wrongBase64", reply -> reply.withItems(new ImagesReply.Text("iVBORw0KGgo*not*base64!"))));
    }

    /** Returns base64 that is empty. */
    public static Fault emptyBase64() {
        return Fault.edit(AnswerEdit.images("emptyBase64", reply -> reply.withItems(new ImagesReply.Text(""))));
    }

    /** Returns an answer whose {@code data} is empty. */
    public static Fault noImages() {
        return Fault.edit(AnswerEdit.images("noImages", reply -> reply.first(0)));
    }

    /** Returns one picture less than was asked for. */
    public static Fault fewerImages() {
        return Fault.edit(AnswerEdit.images(
                "fewerImages", reply -> reply.first(reply.items().size() - 1)));
    }

    /** Returns one picture more than was asked for. */
    public static Fault moreImages() {
        return Fault.edit(AnswerEdit.images("moreImages", reply -> {
            List<ImagesReply.Item> more = new ArrayList<>(reply.items());
            more.addAll(reply.items().subList(0, 1));
            return reply.withItems(more);
        }));
    }

    /** Returns bytes in place of each picture that an application should refuse. */
    public static Fault hostile(HostilePicture picture) {
        return imageBytes(picture.bytes());
    }

    /**
     * Returns good pictures whose files have {@code bytes} bytes each, whatever their sides; to see how an application copes
     * with large ones. They are written block by block. A WebP may have one byte less.
     *
     * @param bytes up to 1 GiB; a picture that is larger anyway stays as it is
     */
    public static Fault pictureOf(long bytes) {
        if (bytes < 1 || bytes > 1L << 30) {
            throw new IllegalArgumentException("a picture of " + bytes + " bytes cannot be made: 1 to 1073741824");
        }
        return Fault.edit(AnswerEdit.images("pictureOf", reply -> reply.sized(bytes)));
    }

    /** Returns an HTML page where the picture's bytes should be. */
    public static Fault notAnImage() {
        return imageBytes("<html>not a picture</html>".getBytes(StandardCharsets.UTF_8));
    }

    /** Returns exactly these bytes as each preview of a stream; the picture itself is good. */
    public static Fault previewBytes(byte[] bytes) {
        byte[] copy = Arrays.copyOf(bytes, bytes.length);
        return Fault.edit(AnswerEdit.images("previewBytes", reply -> reply.withPreviews(new ImagesReply.Bytes(copy))));
    }

    /** Returns exactly these bytes as each picture. */
    public static Fault imageBytes(byte[] bytes) {
        byte[] copy = Arrays.copyOf(bytes, bytes.length);
        return Fault.edit(AnswerEdit.images("imageBytes", reply -> reply.withItems(new ImagesReply.Bytes(copy))));
    }
}
