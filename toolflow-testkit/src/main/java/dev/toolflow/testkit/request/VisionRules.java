package dev.toolflow.testkit.request;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Base64;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the pictures in chat messages must be: a link, or a data URL that really is a picture of the type it names. Source:
 * OpenAI's guide "Images and vision", image input requirements.
 */
final class VisionRules {

    private static final Pattern LINK = Pattern.compile("https?://\\S+");
    private static final Pattern DATA = Pattern.compile("data:(image/[a-z+.-]+);base64,");
    private static final Set<String> DETAILS = Set.of("auto", "low", "high");
    private static final long MOST_BYTES = 50L * 1024 * 1024;

    private long bytes;

    /** Checks one {@code image_url}; the sizes of all that this object was shown add up. */
    void check(JsonNode image, String role, String where) {
        if (!role.equals("user")) {
            throw BadRequest.invalid(
                    "Invalid 'messages'. Image URLs are only allowed for messages with role 'user'.", where);
        }
        if (!image.isObject()) {
            throw BadRequest.wrongType(where, "an object");
        }
        image.fieldNames().forEachRemaining(name -> {
            if (!name.equals("url") && !name.equals("detail")) {
                throw BadRequest.of(
                        "Unknown parameter: '" + where + "." + name + "'.", where + "." + name, "unknown_parameter");
            }
        });
        if (!DETAILS.contains(image.path("detail").asText("auto"))) {
            throw BadRequest.invalid("Invalid value for '" + where + ".detail'.", where + ".detail");
        }
        checkUrl(image.path("url").asText(""), where + ".url");
    }

    private void checkUrl(String url, String param) {
        Matcher data = DATA.matcher(url.substring(0, Math.min(url.length(), 80)));
        if (data.lookingAt()) {
            checkPicture(data.group(1), decoded(url.substring(data.end()), param), param);
        } else if (!LINK.matcher(url).matches()) {
            throw BadRequest.of(
                    "Invalid '" + param + "': expected an http(s) URL or a base64-encoded data URL of an image.",
                    param,
                    "invalid_image_url");
        }
    }

    private byte[] decoded(String base64, String param) {
        try {
            byte[] picture = Base64.getDecoder().decode(base64);
            bytes += picture.length;
            if (bytes > MOST_BYTES) {
                throw BadRequest.of(
                        "The images of a request may have at most 50 MB together.", param, "image_too_large");
            }
            return picture;
        } catch (IllegalArgumentException e) {
            throw BadRequest.of("Invalid base64 image_url.", param, "invalid_base64");
        }
    }

    private static void checkPicture(String mime, byte[] picture, String param) {
        boolean gif = picture.length > 12 && picture[0] == 'G' && picture[1] == 'I' && picture[2] == 'F';
        boolean fits = mime.equals("image/gif")
                ? gif
                : PictureType.sniff(picture)
                        .filter(type -> type.mime().equals(mime))
                        .flatMap(type -> PictureSize.of(picture))
                        .isPresent();
        if (!fits) {
            throw BadRequest.of(
                    "You uploaded an unsupported image, or one that is not " + mime + ". Please make sure your image is"
                            + " valid and has one of the following formats: ['png', 'jpeg', 'gif', 'webp'].",
                    param,
                    "invalid_image_format");
        }
    }
}
