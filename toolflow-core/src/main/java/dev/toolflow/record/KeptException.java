package dev.toolflow.record;

import java.util.List;
import java.util.ListIterator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an earlier process threw, where only the text of it is kept: not its type, nor where it was thrown. */
final class KeptException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    KeptException(@Nullable String message, @Nullable Throwable cause) {
        super(message, cause, true, false);
    }

    /**
     * Causes of which the texts are kept.
     *
     * @param texts the first is the cause of an error, the next the cause of that
     */
    static Optional<KeptException> chain(List<String> texts) {
        KeptException chain = null;
        ListIterator<String> last = texts.listIterator(texts.size());
        while (last.hasPrevious()) {
            chain = new KeptException(last.previous(), chain);
        }
        return Optional.ofNullable(chain);
    }
}
