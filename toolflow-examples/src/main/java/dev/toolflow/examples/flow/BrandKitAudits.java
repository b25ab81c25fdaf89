package dev.toolflow.examples.flow;

import dev.toolflow.audit.AuditFunction;
import dev.toolflow.audit.Issue;
import dev.toolflow.examples.colour.Contrast;
import dev.toolflow.examples.colour.Oklch;
import dev.toolflow.examples.colour.Rgb;
import dev.toolflow.examples.flow.BrandKitFlow.Copy;
import dev.toolflow.examples.flow.BrandKitFlow.Palette;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is wrong with a palette or with copy. Colours that are none at all are the validation's business, not theirs. */
final class BrandKitAudits {
    private static final double JUST_APART = 0.05;

    private BrandKitAudits() {}

    /** Any palette worth the name passes: no colour twice. */
    static AuditFunction<Palette> distinctColours() {
        return AuditFunction.named("distinct colours", palette -> {
            Map<String, Integer> first = new HashMap<>();
            List<Issue> issues = new ArrayList<>();
            for (int i = 0; i < palette.colors().size(); i++) {
                Integer other = first.putIfAbsent(palette.colors().get(i), i);
                if (other != null) {
                    issues.add(Issue.critical("the same colour as colors[" + other + "]")
                            .at("colors[" + i + "]")
                            .suggest("choose another colour here, clearly different from all others"));
                }
            }
            return issues;
        });
    }

    /** The palette must hold a pair that text can be set in. */
    static AuditFunction<Palette> readableText(Taste taste) {
        return AuditFunction.named("WCAG contrast", palette -> {
            List<Rgb> colours = colours(palette);
            double best = Contrast.best(colours);
            if (best >= Contrast.AA_TEXT) {
                return List.of();
            }
            return List.of(taste.issue("the best pair for text on a background has a contrast of "
                            + Contrast.written(best) + ", below " + Contrast.written(Contrast.AA_TEXT))
                    .at("colors")
                    .suggest("make the pale ground paler or the dark ink darker"));
        });
    }

    /** Colours that hardly differ are a waste of a place. */
    static AuditFunction<Palette> coloursApart() {
        return AuditFunction.named("colours apart", palette -> {
            List<Issue> issues = new ArrayList<>();
            for (int i = 0; i < palette.colors().size(); i++) {
                for (int j = 0; j < i; j++) {
                    if (nearlyEqual(palette.colors().get(i), palette.colors().get(j))) {
                        issues.add(Issue.medium("hardly differs from colors[" + j + "]")
                                .at("colors[" + i + "]")
                                .suggest("move it further away in hue or lightness"));
                    }
                }
            }
            return issues;
        });
    }

    /** A headline that is empty says nothing, and one that does not fit on one line of a phone is too long. */
    static AuditFunction<Copy> shortLines(Taste taste) {
        return AuditFunction.named("short lines", copy -> {
            List<Issue> issues = new ArrayList<>();
            if (copy.headline().isBlank()) {
                issues.add(taste.issue("is empty").at("headline").suggest("write one line about the product"));
            }
            tooLong(taste, "headline", copy.headline(), 60).ifPresent(issues::add);
            tooLong(taste, "tagline", copy.tagline(), 90).ifPresent(issues::add);
            tooLong(taste, "callToAction", copy.callToAction(), 40).ifPresent(issues::add);
            if ((copy.headline() + copy.tagline() + copy.body()).contains("!")) {
                issues.add(
                        Issue.low("shouts: it has an exclamation mark").suggest("end the sentence with a full stop"));
            }
            return issues;
        });
    }

    private static Optional<Issue> tooLong(Taste taste, String field, String text, int most) {
        int length = text.codePointCount(0, text.length());
        return length <= most
                ? Optional.empty()
                : Optional.of(taste.issue("has " + length + " characters, more than " + most)
                        .at(field)
                        .suggest("say it in " + most + " characters or fewer"));
    }

    private static boolean nearlyEqual(String one, String other) {
        Optional<Oklch> a = Rgb.parse(one).map(Oklch::of);
        Optional<Oklch> b = Rgb.parse(other).map(Oklch::of);
        return !one.equals(other) && a.isPresent() && b.isPresent() && a.get().distance(b.get()) < JUST_APART;
    }

    private static List<Rgb> colours(Palette palette) {
        return palette.colors().stream().flatMap(hex -> Rgb.parse(hex).stream()).toList();
    }
}
