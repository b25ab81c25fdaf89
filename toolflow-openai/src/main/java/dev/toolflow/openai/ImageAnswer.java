package dev.toolflow.openai;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.toolflow.image.ImageFormat;
import dev.toolflow.ingest.ImageRefusedException;
import dev.toolflow.ingest.ImageSpool;
import dev.toolflow.ingest.SpooledImage;
import dev.toolflow.store.ImageStoreException;
import dev.toolflow.tool.Rejection;
import dev.toolflow.tool.ToolCallResponse;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The pictures of one reply as they came in, however it was sent, judged when all of it was read: what is wrong with a
 * picture must not hide the usage behind it. For one thread.
 */
final class ImageAnswer {
    private final Reply reply;
    private final int expected;
    private final String promptSha256;
    private final List<Picture> pictures = new ArrayList<>();
    private final Map<String, String> settled = new LinkedHashMap<>();
    private int elements;
    private final @Nullable String requested;
    private @Nullable String said;
    private @Nullable String fault;
    private @Nullable ImageStoreException lost;
    private @Nullable ErrorBody error;

    ImageAnswer(Reply reply, ImageWish wish) {
        this.reply = reply;
        this.expected = wish.n();
        this.requested = wish.format();
        this.promptSha256 = wish.promptSha256();
    }

    /** One picture of the reply. */
    static final class Picture {
        private @Nullable SpooledImage image;
        private @Nullable String revisedPrompt;
        private @Nullable String url;

        void revisedPrompt(@Nullable String prompt) {
            revisedPrompt = prompt;
        }

        void url(@Nullable String address) {
            url = address;
        }
    }

    /** Whether there is room for another picture; more are only counted. */
    boolean takesMore() {
        return elements < expected;
    }

    void skipped() {
        elements++;
    }

    Picture next() {
        elements++;
        Picture picture = new Picture();
        pictures.add(picture);
        return picture;
    }

    /** The format that the reply says, or null where it says none. */
    void format(@Nullable String name) {
        said = name == null ? said : name;
    }

    /** What the reply says of a parameter that may have been left to the model: size, quality or background. */
    void settled(String parameter, @Nullable String said) {
        String word = reply.labels().code(said);
        if (word != null) {
            settled.put(parameter, word);
        }
    }

    /** The reply has an error, which counts if there is no picture. */
    void failed(ErrorBody told) {
        error = told;
    }

    /**
     * Keeps what came for a picture.
     *
     * @param received null if a text came that is no picture of the reply
     */
    void receive(Picture picture, @Nullable ReceivedPicture received) {
        if (received instanceof ReceivedPicture.Whole whole) {
            picture.image = whole.image();
        } else if (received instanceof ReceivedPicture.Lost unkept) {
            lost = unkept.failure();
        } else {
            String why = received instanceof ReceivedPicture.Unusable unusable ? unusable.why() : "is no base64";
            fault = "picture " + elements + " of the reply " + why;
        }
    }

    /**
     * Fetches what came as an address. To be called once the reply is read to its end, so that what it says of usage is
     * known whatever happens.
     *
     * @throws IOException if the call was given up meanwhile
     */
    void fetch(PictureUrls urls, ImageSpool spool) throws IOException {
        if (lost != null || fault != null || elements != expected) {
            return;
        }
        for (int i = 0; i < pictures.size(); i++) {
            Picture picture = pictures.get(i);
            String url = picture.url;
            if (picture.image == null && url != null) {
                picture.image = fetched(i + 1, url, urls, spool);
            }
        }
    }

    private @Nullable SpooledImage fetched(int number, String url, PictureUrls urls, ImageSpool spool)
            throws IOException {
        String name = "picture " + number + " of the reply";
        try {
            return urls.fetch(url, spool);
        } catch (PictureUrls.NotAllowed e) {
            throw reply.rejected(
                    Rejection.OTHER,
                    name + " came as a url that must not be fetched: " + e.getMessage()
                            + "; allow its host by fetchUrls, or let the server answer with b64_json");
        } catch (PictureUrls.Failed e) {
            throw reply.malformed(name + " came as a url and could not be fetched: " + e.getMessage());
        } catch (ImageRefusedException e) {
            throw reply.malformed(name + ": " + e.getMessage());
        } catch (ImageStoreException e) {
            throw reply.notReceived(name, e);
        }
    }

    /** What the call gave. No new attempt is bought while there is no place for its pictures, whatever else is wrong. */
    ToolCallResponse judged() {
        if (lost != null) {
            throw reply.notReceived("a picture of the reply", lost);
        }
        if (fault != null) {
            throw reply.malformed(fault);
        }
        if (elements == 0 && error != null) {
            throw Faults.inReply(reply, error);
        }
        if (pictures.stream().anyMatch(picture -> picture.image == null && picture.url != null)) {
            throw reply.rejected(
                    Rejection.OTHER,
                    "the pictures came as urls, which are not fetched; let the server answer with b64_json, or allow"
                            + " their hosts by fetchUrls");
        }
        if (elements != expected || pictures.stream().anyMatch(picture -> picture.image == null)) {
            long usable =
                    pictures.stream().filter(picture -> picture.image != null).count();
            throw reply.malformed(
                    "asked for " + expected + " picture(s), got " + (elements > expected ? elements : usable));
        }
        requireRequested();
        return new ToolCallResponse(output(), reply.receipt());
    }

    /** Where the reply says a format that nobody knows, the pictures are held to the one that was requested. */
    private void requireRequested() {
        ImageFormat asked = ImageWish.format(requested).orElse(null);
        ImageFormat answered = ImageWish.format(said).orElse(asked);
        if (asked != null && asked != answered) {
            throw reply.malformed("asked for " + asked.wireName() + ", and the reply says that it has "
                    + (answered == null ? "another" : answered.wireName()));
        }
    }

    private String output() {
        String mime = ImageWish.mime(ImageWish.format(requested).isPresent() ? requested : said);
        StringWriter output = new StringWriter();
        try (JsonGenerator json = Json.WRITER.createGenerator(output)) {
            json.writeStartObject();
            json.writeArrayFieldStart("images");
            for (Picture picture : pictures) {
                write(json, picture, mime);
            }
            json.writeEndArray();
            json.writeStringField("prompt_sha256", promptSha256);
            for (Map.Entry<String, String> parameter : settled.entrySet()) {
                json.writeStringField(parameter.getKey(), parameter.getValue());
            }
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
}
