package dev.toolflow.testkit;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

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

    /** Returns an answer whose {@code data} is empty. */
    public static Fault noImages() {
        return Fault.edit(AnswerEdit.images("noImages", reply -> reply.first(0)));
    }

    /** Returns one picture less than was asked for. */
    public static Fault fewerImages() {
        return Fault.edit(AnswerEdit.images(
                "fewerImages", reply -> reply.first(reply.items().size() - 1)));
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
