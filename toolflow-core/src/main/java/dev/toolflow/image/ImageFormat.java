package dev.toolflow.image;

import java.util.Locale;
import java.util.Optional;

/**
 * The picture formats that ToolFlow takes and stores: those that OpenAI's image models write, and every browser shows.
 */
public enum ImageFormat {
    PNG("image/png", "png"),
    JPEG("image/jpeg", "jpg"),
    WEBP("image/webp", "webp");

    private final String mimeType;
    private final String extension;

    ImageFormat(String mimeType, String extension) {
        this.mimeType = mimeType;
        this.extension = extension;
    }

    /** Returns the IANA media type, for example {@code image/png}. */
    public String mimeType() {
        return mimeType;
    }

    /** Returns the file name's ending without a dot: {@code png}, {@code jpg} or {@code webp}. */
    public String extension() {
        return extension;
    }

    /**
     * Finds the format of a {@code Content-Type}. Case and parameters ({@code ; charset=…}) do not matter.
     *
     * @return empty for a type that ToolFlow does not take
     */
    public static Optional<ImageFormat> ofMimeType(String mimeType) {
        int parameters = mimeType.indexOf(';');
        String type = (parameters < 0 ? mimeType : mimeType.substring(0, parameters))
                .strip()
                .toLowerCase(Locale.ROOT);
        for (ImageFormat format : values()) {
            if (format.mimeType.equals(type)) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }

    /** Returns the name that OpenAI's {@code output_format} has for it: {@code png}, {@code jpeg} or {@code webp}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
