package dev.toolflow.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.openai.core.http.HttpRequestBody;
import dev.toolflow.image.ImageEditInput;
import dev.toolflow.image.ImageSource;
import dev.toolflow.tool.CallContext;
import dev.toolflow.tool.ToolCallRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The form of an image edit. Each picture has a file name and type of its own and is streamed from where it lies. One
 * picture goes as {@code image}, several as {@code image[]}. Source: OpenAI's API reference, "Create image edit".
 */
final class EditBody implements HttpRequestBody {
    private final String boundary = "toolflow-" + UUID.randomUUID();
    private final List<Part> parts = new ArrayList<>();
    private final EditPictures pictures;

    private EditBody(EditPictures pictures) {
        this.pictures = pictures;
    }

    /** A piece of the form: its head, then a text or a picture. */
    private record Part(Text head, Content content) {}

    private interface Content {
        long length();

        void writeTo(OutputStream out) throws IOException;
    }

    /** A text, in UTF-8. */
    private static final class Text implements Content {
        private final byte[] utf8;

        Text(String text) {
            utf8 = text.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public long length() {
            return utf8.length;
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            out.write(utf8);
        }
    }

    /** A file field. */
    private record Picture(Upload upload) implements Content {
        @Override
        public long length() {
            return upload.length();
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            upload.writeTo(out);
        }
    }

    /** @throws dev.toolflow.tool.ToolCallException.Rejected if a picture cannot be sent */
    static EditBody of(ToolCallRequest request, CallContext context, ImageRenderer images) {
        ImageEditInput input = ImageRenderer.input(request, ImageEditInput.class);
        EditBody body = new EditBody(new EditPictures(request.stepId(), context));
        body.texts(request, input, images);
        try {
            body.pictures(input);
            images.requireTaken(request, input, body.pictures);
        } catch (RuntimeException e) {
            body.close();
            throw e;
        }
        return body;
    }

    private void texts(ToolCallRequest request, ImageEditInput input, ImageRenderer images) {
        text("model", request.model());
        text("prompt", images.prompt(request, input.prompt()));
        text("n", String.valueOf(input.n()));
        if (ImageWish.of(request).streams()) {
            text("stream", "true");
        }
        Map<String, JsonNode> parameters = input.parameters();
        if (images.needsFormat(request, parameters)) {
            text(ImageRenderer.RESPONSE_FORMAT, ImageRenderer.BASE64);
        }
        parameters.forEach((name, value) -> text(name, value.isTextual() ? value.textValue() : value.toString()));
    }

    private void pictures(ImageEditInput input) {
        String field = input.images().size() == 1 ? "image" : "image[]";
        int number = 1;
        for (ImageSource image : input.images()) {
            String file = "image-" + number++;
            pictures.of(image).ifPresent(upload -> picture(field, file, upload));
        }
        input.mask().flatMap(pictures::of).ifPresent(upload -> picture("mask", "mask", upload));
        pictures.requireAll();
    }

    private void text(String name, String value) {
        add("name=\"" + name + "\"\r\n", new Text(value));
    }

    private void picture(String name, String file, Upload upload) {
        String fileName = file + "." + upload.format().extension();
        String type = "\r\nContent-Type: " + upload.format().mimeType() + "\r\n";
        add("name=\"" + name + "\"; filename=\"" + fileName + "\"" + type, new Picture(upload));
    }

    private void add(String attributes, Content content) {
        String lineBefore = parts.isEmpty() ? "" : "\r\n";
        String head = lineBefore + "--" + boundary + "\r\nContent-Disposition: form-data; " + attributes + "\r\n";
        parts.add(new Part(new Text(head), content));
    }

    private Text end() {
        return new Text("\r\n--" + boundary + "--\r\n");
    }

    @Override
    public void writeTo(OutputStream out) {
        try {
            for (Part part : parts) {
                part.head().writeTo(out);
                part.content().writeTo(out);
            }
            end().writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String contentType() {
        return "multipart/form-data; boundary=" + boundary;
    }

    @Override
    public long contentLength() {
        long length = end().length();
        for (Part part : parts) {
            length += part.head().length() + part.content().length();
        }
        return length;
    }

    @Override
    public boolean repeatable() {
        return true;
    }

    @Override
    public void close() {
        pictures.close();
    }
}
