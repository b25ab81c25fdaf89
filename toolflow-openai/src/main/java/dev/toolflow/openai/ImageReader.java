package dev.toolflow.openai;

import com.fasterxml.jackson.core.Base64Variants;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import dev.toolflow.ingest.ImageRefusedException;
import dev.toolflow.ingest.ImageSpool;
import dev.toolflow.ingest.SpooledImage;
import dev.toolflow.tool.ToolCallException.Malformed;
import dev.toolflow.tool.ToolCallResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads one reply of the images API from its raw body. Base64 goes straight into the spool, in constant memory; what is
 * wrong with a picture is kept until the end of the body, where usage often stands. Source: OpenAI's API reference,
 * "Images".
 */
final class ImageReader {
    private static final long LONGEST_IMAGE = 86L << 20;
    private static final long REST = 1L << 20;

    /** Where the rest of a reply goes on after a text that broke off. */
    private static final byte[] INSIDE_AN_ELEMENT = "{\"data\":[{\"b64_json\":null".getBytes(StandardCharsets.US_ASCII);

    private final Reply reply;
    private final ImageSpool spool;
    private final int expected;
    private final List<Picture> pictures = new ArrayList<>();
    private int elements;
    private @Nullable String format;
    private @Nullable String fault;

    private ImageReader(Reply reply, ImageSpool spool, ImageWish wish) {
        this.reply = reply;
        this.spool = spool;
        this.expected = wish.n();
        this.format = wish.format();
    }

    /** One element of {@code data}. */
    private static final class Picture {
        private @Nullable SpooledImage image;
        private @Nullable String revisedPrompt;
        private @Nullable String url;
    }

    /**
     * Reads a reply whose status is 200.
     *
     * @throws IOException if it cannot be read to its end; the reply's receipt has what was read by then
     * @throws dev.toolflow.store.ImageStoreException if a picture cannot be spooled
     */
    static ToolCallResponse read(Reply reply, ImageSpool spool, ImageWish wish, PictureUrls urls) throws IOException {
        ImageReader reader = new ImageReader(reply, spool, wish);
        InputStream body = reply.body(wish.n() * LONGEST_IMAGE + REST);
        try {
            InputStream rest = body;
            while (rest != null) {
                rest = reader.part(rest);
            }
        } catch (JsonProcessingException e) {
            if (reader.fault == null) {
                throw e;
            }
        }
        reader.fetch(urls);
        return reader.judged();
    }

    /** Reads to the end and returns null, or to a text that broke off, and returns what follows it. */
    private @Nullable InputStream part(InputStream from) throws IOException {
        try (JsonParser json = Json.IMAGES.createParser(from)) {
            json.disable(JsonParser.Feature.AUTO_CLOSE_SOURCE);
            try {
                root(json);
                return null;
            } catch (TextEnded e) {
                ByteArrayOutputStream buffered = new ByteArrayOutputStream();
                json.releaseBuffered(buffered);
                InputStream ahead = new ByteArrayInputStream(buffered.toByteArray());
                return new SequenceInputStream(
                        new ByteArrayInputStream(INSIDE_AN_ELEMENT), new SequenceInputStream(ahead, from));
            }
        }
    }

    /** A base64 text ended one character into a group of four: the parser took its closing quote and lost its place. */
    private static final class TextEnded extends IOException {
        private static final long serialVersionUID = 1L;
    }

    private void root(JsonParser json) throws IOException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw malformed("the reply is no JSON object");
        }
        JsonFields.of(json, name -> field(json, name));
        if (json.nextToken() != null) {
            throw malformed("something follows the JSON of the reply");
        }
    }

    private void field(JsonParser json, String name) throws IOException {
        switch (name) {
            case "usage" -> reply.usage(UsageReader.read(json));
            case "output_format" -> {
                String said = JsonFields.text(json);
                format = said == null ? format : said;
            }
            case "data" -> JsonFields.elements(json, index -> element(json));
            default -> json.skipChildren();
        }
    }

    private void element(JsonParser json) throws IOException {
        if (++elements > expected) {
            json.skipChildren();
            return;
        }
        Picture picture = new Picture();
        pictures.add(picture);
        JsonFields.of(json, name -> {
            switch (name) {
                case "b64_json" -> picture.image = receive(json);
                case "revised_prompt" -> picture.revisedPrompt = JsonFields.text(json);
                case "url" -> picture.url = JsonFields.text(json);
                default -> json.skipChildren();
            }
        });
    }

    private @Nullable SpooledImage receive(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            json.skipChildren();
            return null;
        }
        IntakeUntilRefused intake = new IntakeUntilRefused(spool.begin());
        try {
            json.readBinaryValue(Base64Variants.MIME_NO_LINEFEEDS, intake);
        } catch (JsonEOFException e) {
            throw e;
        } catch (JsonParseException | IllegalArgumentException e) {
            fault = "picture " + elements + " of the reply is no base64";
            if (String.valueOf(e.getMessage()).startsWith("Illegal character '\"'")) {
                throw new TextEnded();
            }
            return null;
        }
        if (intake.refusal() != null) {
            fault = "picture " + elements + " of the reply: " + intake.refusal();
            return null;
        }
        return intake.finish();
    }

    /** Only once the reply is read to its end, so that what it says of usage is known whatever happens. */
    private void fetch(PictureUrls urls) throws IOException {
        if (fault != null || elements != expected) {
            return;
        }
        for (int i = 0; i < pictures.size(); i++) {
            Picture picture = pictures.get(i);
            if (picture.image == null && picture.url != null) {
                picture.image = fetched("picture " + (i + 1) + " of the reply", picture.url, urls);
            }
        }
    }

    private @Nullable SpooledImage fetched(String name, String url, PictureUrls urls) throws IOException {
        try {
            return urls.fetch(url, spool);
        } catch (PictureUrls.NotAllowed e) {
            throw reply.rejected(name + " came as a url that must not be fetched: " + e.getMessage()
                    + "; allow its host by fetchUrls, or let the server answer with b64_json");
        } catch (PictureUrls.Failed e) {
            throw malformed(name + " came as a url and could not be fetched: " + e.getMessage());
        } catch (ImageRefusedException e) {
            throw malformed(name + ": " + e.getMessage());
        }
    }

    private ToolCallResponse judged() {
        if (fault != null) {
            throw malformed(fault);
        }
        if (pictures.stream().anyMatch(picture -> picture.image == null && picture.url != null)) {
            throw reply.rejected(
                    "the pictures came as urls, which are not fetched; let the server answer with b64_json, or allow"
                            + " their hosts by fetchUrls");
        }
        if (elements != expected || pictures.stream().anyMatch(picture -> picture.image == null)) {
            long usable =
                    pictures.stream().filter(picture -> picture.image != null).count();
            throw malformed("asked for " + expected + " picture(s), got " + (elements > expected ? elements : usable));
        }
        return new ToolCallResponse(output(), reply.receipt());
    }

    private String output() {
        String mime = ImageWish.mime(format);
        StringWriter output = new StringWriter();
        try (JsonGenerator json = Json.WRITER.createGenerator(output)) {
            json.writeStartObject();
            json.writeArrayFieldStart("images");
            for (Picture picture : pictures) {
                write(json, picture, mime);
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return output.toString();
    }

    private static void write(JsonGenerator json, Picture picture, @Nullable String mime) throws IOException {
        SpooledImage image = picture.image;
        if (image == null) {
            return;
        }
        json.writeStartObject();
        json.writeStringField("sha256", image.sha256());
        if (mime != null) {
            json.writeStringField("mime", mime);
        }
        if (picture.revisedPrompt != null) {
            json.writeStringField("revised_prompt", picture.revisedPrompt);
        }
        json.writeEndObject();
    }

    private Malformed malformed(String what) {
        return reply.malformed(what);
    }
}
