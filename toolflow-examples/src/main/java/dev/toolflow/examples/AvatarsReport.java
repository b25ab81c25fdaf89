package dev.toolflow.examples;

import dev.toolflow.examples.avatars.Manifest.Entry;
import dev.toolflow.examples.avatars.Manifest.PictureFile;
import dev.toolflow.examples.report.AvatarsView;
import dev.toolflow.examples.report.AvatarsView.PersonaCard;
import dev.toolflow.examples.report.Report.Fact;
import dev.toolflow.examples.report.Shot;
import dev.toolflow.examples.report.StepView;
import dev.toolflow.examples.report.Templates;
import dev.toolflow.examples.report.Thumbnails;
import dev.toolflow.examples.text.Dollars;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What became of a batch, as a page. Immutable. */
final class AvatarsReport {
    private final AvatarOutcomes outcomes;
    private final Thumbnails thumbnails;

    AvatarsReport(AvatarOutcomes outcomes, Thumbnails thumbnails) {
        this.outcomes = outcomes;
        this.thumbnails = thumbnails;
    }

    /** The page. */
    String html() {
        AvatarMakers makers = AvatarMakers.of(outcomes.each().stream().flatMap(outcome -> outcome.entry().stream()));
        List<Fact> facts = List.of(
                new Fact("Server", makers.inWords()),
                new Fact("Personas", String.valueOf(outcomes.each().size())),
                new Fact("Done", String.valueOf(outcomes.whole())),
                new Fact("Tokens of this run", StepView.tokens(outcomes.usage())),
                new Fact("Cost of this run", Dollars.inWords(new Bill(outcomes.results(), Optional.empty()).cost())));
        List<PersonaCard> cards = outcomes.each().stream().map(this::card).toList();
        String status = outcomes.status().toLowerCase(Locale.ROOT).replace('_', ' ');
        return Templates.html("avatars.jte", new AvatarsView(status, makers.haveMadeUp(), facts, cards));
    }

    private PersonaCard card(AvatarOutcome outcome) {
        List<Shot> shots = outcome.entry().stream()
                .flatMap(entry -> entry.files().stream().map(picture -> shot(entry, picture)))
                .toList();
        String gender = outcome.persona().gender();
        return new PersonaCard(
                new PersonaCard.Head(
                        outcome.persona().name(),
                        gender == null ? "" : gender,
                        outcome.state().words(),
                        outcome.state().name().toLowerCase(Locale.ROOT)),
                outcome.failure().orElse(null),
                shots,
                outcome.result().map(result -> StepView.all(result, thumbnails)).orElse(List.of()));
    }

    private Shot shot(Entry entry, PictureFile picture) {
        return new Shot(
                entry.directory() + "/" + picture.file(),
                picture.scene().isEmpty() ? "The selfie that the others were made from" : picture.scene(),
                thumbnails.of(picture.image()).orElse(null));
    }
}
