package dev.toolflow.budget;

import org.jspecify.annotations.Nullable;

/** A file of prices cannot be used. The message names the file, the model, the field and the remedy. */
public final class InvalidPriceListException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    InvalidPriceListException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
