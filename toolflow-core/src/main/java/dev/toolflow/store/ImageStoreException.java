package dev.toolflow.store;

/**
 * An {@link ImageStore}, or the spool before it, cannot keep or give a picture: disk full, no permission, absent,
 * changed on disk. What was paid for is not lost by it unless the message says so. The message says what, where and
 * the remedy.
 */
public final class ImageStoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message what failed, where, and the remedy; no key and no signed URL */
    public ImageStoreException(String message) {
        super(message);
    }

    /**
     * @param message what failed, where, and the remedy; no key and no signed URL
     * @param cause the failure beneath
     */
    public ImageStoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
