package dev.toolflow.ingest;

/**
 * A picture cannot be used: the reply was paid for, but what came is not a picture, not the one declared, or dangerous
 * to decode. Nothing of it was stored. The message says what is wrong and what helps, never the picture's own text.
 */
public final class ImageRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The reason as a value. */
    private final Reason reason;

    /** Why a picture is refused. */
    public enum Reason {
        /** The file has more bytes than {@link ImageLimits#maxBytes()}. */
        TOO_LARGE("raise ImageLimits.maxBytes, or ask for a smaller or more compressed picture"),
        /** Neither PNG nor JPEG nor WebP: another format, a text, nothing at all. */
        NOT_AN_IMAGE("send PNG, JPEG or WebP; if it came from a server, look at what answers at its address"),
        /** A picture, but not of the declared type, or of one that is not allowed. */
        WRONG_TYPE("declare the type that it has, or allow it in ImageLimits.formats"),
        /** More pixels or longer sides than allowed. */
        TOO_MANY_PIXELS("raise ImageLimits.maxPixels or maxSide, or ask for a smaller size"),
        /** More than one frame: APNG or animated WebP. */
        ANIMATED("send a still picture"),
        /** Cut, damaged, or against its format's rules. */
        BROKEN("ask for the picture again"),
        /** Bytes follow the picture's end. */
        TRAILING_BYTES("ask for the picture again, or ingest it as an upload, which cuts them");

        private final String remedy;

        Reason(String remedy) {
            this.remedy = remedy;
        }
    }

    /**
     * @param reason the reason as a value; it brings the remedy
     * @param what what is wrong with the picture, in half a sentence
     */
    public ImageRefusedException(Reason reason, String what) {
        super("image refused: " + what + "; " + reason.remedy);
        this.reason = reason;
    }

    /** Returns why, as a value to branch on. */
    public Reason reason() {
        return reason;
    }

    static ImageRefusedException broken(String what) {
        return new ImageRefusedException(Reason.BROKEN, what);
    }
}
