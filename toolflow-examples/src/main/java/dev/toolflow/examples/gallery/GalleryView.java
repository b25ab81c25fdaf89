package dev.toolflow.examples.gallery;

import dev.toolflow.examples.report.Report.Fact;
import dev.toolflow.image.GeneratedImage;
import dev.toolflow.store.ImageOrigin;
import dev.toolflow.store.ImageRecord;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The page of a gallery. Immutable.
 *
 * @param name of the store
 * @param cards one for each record, the latest first
 */
public record GalleryView(String name, List<Card> cards) {
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

    /** Copies the list. */
    public GalleryView {
        cards = List.copyOf(cards);
    }

    /**
     * A picture and what is known of it.
     *
     * @param id the record's
     * @param title what it is, in a few words
     * @param facts what else is known
     * @param revisedPrompt what the model made of the prompt, or null
     */
    public record Card(
            String id,
            String title,
            List<Fact> facts,
            @Nullable String revisedPrompt) {
        /** Copies the list. */
        public Card {
            facts = List.copyOf(facts);
        }
    }

    static GalleryView of(String name, List<ImageRecord> records) {
        return new GalleryView(name, records.stream().map(GalleryView::card).toList());
    }

    private static Card card(ImageRecord record) {
        GeneratedImage image = record.image();
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("Made", SECONDS.format(record.created()) + " UTC"));
        facts.add(new Fact(
                "Picture",
                "%d × %d %s, %s".formatted(image.width(), image.height(), image.format(), size(image.sizeBytes()))));
        ImageOrigin origin = record.origin();
        if (origin != null) {
            facts.add(new Fact("Model", origin.call().model()));
            facts.add(new Fact("Run", origin.runId()));
            facts.add(new Fact("Attempt", origin.stepId() + " #" + origin.attempt()));
            known(facts, "Asked size", origin.call().size());
            known(facts, "Quality", origin.call().quality());
            known(facts, "Background", origin.call().background());
            known(facts, "Answer", origin.call().responseId());
        }
        record.attributes().forEach((attribute, value) -> facts.add(new Fact(attribute, value)));
        return new Card(record.id(), title(record), facts, image.revisedPrompt());
    }

    private static String title(ImageRecord record) {
        ImageOrigin origin = record.origin();
        if (origin == null) {
            return record.attributes().isEmpty()
                    ? "taken in"
                    : String.join(" · ", record.attributes().values());
        }
        return origin.stepId();
    }

    private static void known(List<Fact> facts, String label, @Nullable String value) {
        if (value != null) {
            facts.add(new Fact(label, value));
        }
    }

    private static String size(long bytes) {
        return bytes < 1_000_000
                ? String.format(Locale.ROOT, "%,d kB", Math.max(1, bytes / 1_000))
                : String.format(Locale.ROOT, "%.1f MB", bytes / 1_000_000.0);
    }
}
