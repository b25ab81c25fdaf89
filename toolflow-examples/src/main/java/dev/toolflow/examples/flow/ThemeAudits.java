package dev.toolflow.examples.flow;

import dev.toolflow.audit.AuditFunction;
import dev.toolflow.audit.Issue;
import dev.toolflow.examples.colour.Contrast;
import dev.toolflow.examples.colour.Oklch;
import dev.toolflow.examples.colour.Rgb;
import dev.toolflow.examples.flow.ColorTheme.ColorSystem;
import dev.toolflow.examples.flow.ColorTheme.Seeds;
import dev.toolflow.examples.flow.ColorTheme.Usages;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** What is wrong with a colour theme on its way. Colours that are none at all are the validation's business, not theirs. */
final class ThemeAudits {
    private static final double JUST_APART = 0.05;
    private static final int DISTINCT_USAGES = 18;

    private ThemeAudits() {}

    /** No seed twice. */
    static AuditFunction<Seeds> distinctSeeds() {
        return AuditFunction.named(
                "distinct seeds",
                seeds -> pairs(
                        seeds,
                        (i, j) -> seeds.seeds()
                                        .get(i)
                                        .hex()
                                        .equals(seeds.seeds().get(j).hex())
                                ? Optional.of(Issue.critical("the same colour as seeds[" + j + "]")
                                        .suggest("choose another colour here"))
                                : Optional.empty()));
    }

    /** Seeds that hardly differ grow into families that nobody can tell apart. */
    static AuditFunction<Seeds> seedsApart(Taste taste) {
        return AuditFunction.named(
                "seeds apart",
                seeds -> pairs(
                        seeds,
                        (i, j) -> nearlyEqual(
                                        seeds.seeds().get(i).hex(),
                                        seeds.seeds().get(j).hex())
                                ? Optional.of(taste.issue("hardly differs from seeds[" + j + "]")
                                        .suggest("move it away in hue or in lightness"))
                                : Optional.empty()));
    }

    /** Text must read well on every surface of the system. */
    static AuditFunction<ColorSystem> readableSystem(Taste taste) {
        return AuditFunction.named("WCAG contrast", system -> tooClose(taste, Pairing.of(system)));
    }

    /** Every usage must stand out from what it is put on. */
    static AuditFunction<Usages> readableUsages(Taste taste) {
        return AuditFunction.named("WCAG contrast", usages -> tooClose(taste, Pairing.of(usages)));
    }

    /** Some usages may share a colour, but not most. */
    static AuditFunction<Usages> distinctUsages(Taste taste) {
        return AuditFunction.named("distinct usages", usages -> {
            List<UsageColour> all = UsageColour.all(usages);
            long distinct = all.stream().map(UsageColour::hex).distinct().count();
            return distinct >= DISTINCT_USAGES
                    ? List.of()
                    : List.of(taste.issue("only " + distinct + " distinct colours for " + all.size() + " usages")
                            .suggest("tell neighbouring usages apart; at least " + DISTINCT_USAGES + " should differ"));
        });
    }

    /** Text is a matter of taste's severity; edges and marks are for a person to look at. */
    private static List<Issue> tooClose(Taste taste, List<Pairing> pairings) {
        List<Issue> issues = new ArrayList<>();
        for (Pairing pairing : pairings) {
            OptionalDouble ratio = pairing.ratio();
            if (ratio.isPresent() && ratio.getAsDouble() < pairing.least()) {
                String message = "contrast with " + pairing.groundPath() + " is "
                        + Contrast.written(ratio.getAsDouble()) + ", below " + Contrast.written(pairing.least());
                Issue issue = pairing.least() < Contrast.AA_TEXT ? Issue.medium(message) : taste.issue(message);
                issues.add(issue.at(pairing.inkPath()).suggest("move one of the two in lightness"));
            }
        }
        return issues;
    }

    private static List<Issue> pairs(Seeds seeds, Comparison comparison) {
        List<Issue> issues = new ArrayList<>();
        for (int i = 0; i < seeds.seeds().size(); i++) {
            for (int j = 0; j < i; j++) {
                String where = "seeds[" + i + "].hex";
                comparison.issue(i, j).map(issue -> issue.at(where)).ifPresent(issues::add);
            }
        }
        return issues;
    }

    private static boolean nearlyEqual(String one, String other) {
        Optional<Oklch> a = Rgb.parse(one).map(Oklch::of);
        Optional<Oklch> b = Rgb.parse(other).map(Oklch::of);
        return !one.equals(other) && a.isPresent() && b.isPresent() && a.get().distance(b.get()) < JUST_APART;
    }

    private interface Comparison {
        Optional<Issue> issue(int later, int earlier);
    }
}
