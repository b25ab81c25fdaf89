package dev.toolflow.examples.avatars;

import dev.toolflow.image.GeneratedImage;
import java.util.function.Consumer;

/**
 * What there is of a persona while a run makes the rest: each paid step adds what it made, and it is kept before anything is
 * begun that needs it. Thread-safe.
 */
final class Gathering {
    private final Consumer<Kept> keeper;
    private Kept kept;

    /**
     * Begins with what an earlier run made.
     *
     * @param keeper is told all there is, each time that there is more; the calls do not overlap
     */
    Gathering(Kept earlier, Consumer<Kept> keeper) {
        this.kept = earlier;
        this.keeper = keeper;
    }

    synchronized Kept kept() {
        return kept;
    }

    synchronized void selfie(GeneratedImage made) {
        grow(kept.withSelfie(made));
    }

    synchronized void variations(Variations made) {
        grow(kept.withVariations(made));
    }

    synchronized void sheet(int number, GeneratedImage made) {
        grow(kept.withSheet(new Kept.KeptSheet(number, made)));
    }

    private void grow(Kept more) {
        kept = more;
        keeper.accept(more);
    }
}
