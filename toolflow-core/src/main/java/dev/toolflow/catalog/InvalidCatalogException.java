package dev.toolflow.catalog;

import org.jspecify.annotations.Nullable;

/** A file of image models cannot be used. The message names the file, the model, the field and the remedy. */
public final class InvalidCatalogException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    InvalidCatalogException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
