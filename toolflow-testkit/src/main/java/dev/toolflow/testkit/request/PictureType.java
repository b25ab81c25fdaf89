package dev.toolflow.testkit.request;

import java.util.Locale;
import java.util.Optional;

/** The picture formats that OpenAI's image endpoints take and give. */
public enum PictureType {
    PNG("image/png"),
    JPEG("image/jpeg"),
    WEBP("image/webp");

    private final String mime;

    PictureType(String mime) {
        this.mime = mime;
    }

    /** Returns the media type, {@code image/png} for example. */
    public String mime() {
        return mime;
    }

    /** Returns the name in requests and replies: {@code png}, {@code jpeg}, {@code webp}. */
    public String format() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns what the first bytes say; empty if they are none of the three. */
    public static Optional<PictureType> sniff(byte[] bytes) {
        if (startsWith(bytes, 0, 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n')) {
            return Optional.of(PNG);
        }
        if (startsWith(bytes, 0, 0xff, 0xd8, 0xff)) {
            return Optional.of(JPEG);
        }
        boolean webp = startsWith(bytes, 0, 'R', 'I', 'F', 'F') && startsWith(bytes, 8, 'W', 'E', 'B', 'P');
        return webp ? Optional.of(WEBP) : Optional.empty();
    }

    private static boolean startsWith(byte[] bytes, int at, int... wanted) {
        if (bytes.length < at + wanted.length) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if ((bytes[at + i] & 255) != wanted[i]) {
                return false;
            }
        }
        return true;
    }
}
