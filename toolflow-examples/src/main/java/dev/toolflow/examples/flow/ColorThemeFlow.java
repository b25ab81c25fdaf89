package dev.toolflow.examples.flow;

import dev.toolflow.ToolFlow;
import dev.toolflow.examples.colour.TintScale;
import dev.toolflow.examples.flow.ColorTheme.ColorSystem;
import dev.toolflow.examples.flow.ColorTheme.Scales;
import dev.toolflow.examples.flow.ColorTheme.Seeds;
import dev.toolflow.examples.flow.ColorTheme.Tint;
import dev.toolflow.examples.flow.ColorTheme.Usages;
import dev.toolflow.step.ChatStepDefinition;
import dev.toolflow.step.LocalStepDefinition;
import dev.toolflow.step.StepDefinition;
import dev.toolflow.step.ToolCallStep;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import java.util.List;

/**
 * The way professionals make a colour theme, in three steps by three people: seeds by a colour theorist, a system by a UX
 * designer, thirty usages by a design systems architect. The tints between are computed here, not asked for.
 *
 * <pre>{@code
 * ToolFlowResult<ColorTheme> result = engine.run(ColorThemeFlow.COLOR_THEME, brief);
 * }</pre>
 */
public final class ColorThemeFlow {
    /** Finds the seeds. */
    public static final StepDefinition<SeedRequest, Seeds> SEEDS = ChatStepDefinition.named(
                    "choose_seeds", SeedRequest.class, Seeds.class)
            .description("Chooses the three to five colours that a theme grows from")
            .instructions("""
                    You are a colour theorist.

                    Choose three to five seed colours, written as #RRGGBB in capitals, that carry the mood of the product. \
                    The first leads, the second answers it, the others serve. Keep them apart in hue or in lightness, so \
                    that each can grow into a family of its own. Give each a name that a designer would remember.

                    Name the harmony that you built (analogous, split complementary, …). In the rationale tell in two or \
                    three sentences what these colours do to the people who will look at them for hours.""")
            .build();

    /** Grows them into families. */
    public static final StepDefinition<SystemRequest, ColorSystem> SYSTEM = ChatStepDefinition.named(
                    "build_system", SystemRequest.class, ColorSystem.class)
            .description("Grows seed colours into five families: primary, secondary, surface, text, interactive")
            .instructions("""
                    You are a UX designer who has shipped accessible products.

                    Grow the seed colours into five families, written as #RRGGBB in capitals. primary and secondary: the \
                    base, a strong shade of it, a soft tint of it. surface: the page, a card that lifts off it, a border \
                    that can just be seen. text: body and muted for light surfaces, inverse for dark fills. interactive: \
                    links, what is under the pointer, and the ring around what has the focus.

                    body, muted and link must read well on page and card, inverse on primary.base and secondary.base \
                    (WCAG AA, 4.5:1 or better). What can be pressed must not look like what can only be read.

                    In the rationale say in two or three sentences which seed became what, and why.""")
            .build();

    /** Says what each colour is for. */
    public static final StepDefinition<UsageRequest, Usages> USAGES = ChatStepDefinition.named(
                    "assign_usages", UsageRequest.class, Usages.class)
            .description("Assigns a colour to each of thirty usages of a user interface")
            .instructions("""
                    You are a design systems architect. Your tokens will be used by people who never meet you, so each \
                    must be right without a comment.

                    Assign a colour, written as #RRGGBB in capitals, to every usage. Take colours from the system or from \
                    its scales (50 is the palest tint, 900 the darkest); success, warning, error and info may have hues of \
                    their own that suit the others. Usages that stand side by side must be told apart: hover from rest, \
                    active from hover, panel from card, divider from border.

                    heading, body, muted, caption and link must read well on page.background and page.card, text.inverse \
                    on every button but the disabled one and on every fill of feedback, placeholder on form.input (WCAG \
                    AA, 4.5:1 or better). form.border and form.focus need 3:1 against page.background.""")
            .build();

    /** Computes the tints. */
    public static final StepDefinition<ColorSystem, Scales> SCALES =
            LocalStepDefinition.of("compute_tints", ColorSystem.class, Scales.class, ColorThemeFlow::scales);

    /** The flow with its defaults. */
    public static final ToolFlow<ThemeBrief, ColorTheme> COLOR_THEME = define(Taste.ADVISES);

    private ColorThemeFlow() {}

    /** The flow with audits of taste as hard as one wants them. */
    public static ToolFlow<ThemeBrief, ColorTheme> define(Taste taste) {
        return ToolFlow.define("color-theme", ThemeBrief.class, (flow, brief) -> {
            var seeds = flow.step(
                    ToolCallStep.of(SEEDS).audit(ThemeAudits.distinctSeeds()).audit(ThemeAudits.seedsApart(taste)),
                    brief.map(b -> new SeedRequest(b.product(), b.mood(), b.users())));
            var system = flow.step(
                    ToolCallStep.of(SYSTEM).audit(ThemeAudits.readableSystem(taste)),
                    brief.and(seeds).map((b, s) -> new SystemRequest(b.product(), b.users(), s)));
            var scales = flow.step(SCALES, system);
            var usages = flow.step(
                    ToolCallStep.of(USAGES)
                            .audit(ThemeAudits.readableUsages(taste))
                            .audit(ThemeAudits.distinctUsages(taste)),
                    brief.and(system).and(scales).map((b, s, t) -> new UsageRequest(b.product(), s, t)));
            return seeds.and(system).and(scales).and(usages).map(ColorTheme::new);
        });
    }

    private static Scales scales(ColorSystem system) {
        return new Scales(
                tints(system.primary().base()),
                tints(system.secondary().base()),
                tints(system.surface().page()),
                tints(system.text().body()),
                tints(system.interactive().link()));
    }

    private static List<Tint> tints(String hex) {
        return TintScale.of(hex).entrySet().stream()
                .map(tint -> new Tint(tint.getKey(), tint.getValue().hex()))
                .toList();
    }

    /**
     * What the theme is for.
     *
     * @param product the product and, after a comma, what it is
     * @param mood how it should feel
     * @param users who will look at it, one kind of people each
     */
    public record ThemeBrief(
            @NotBlank String product,
            @NotBlank String mood,
            @NotEmpty List<@NotBlank String> users) {}

    /** What the colour theorist is told. */
    public record SeedRequest(String product, String mood, List<String> users) {}

    /** What the UX designer is told. */
    public record SystemRequest(String product, List<String> users, Seeds seeds) {}

    /** What the design systems architect is told. */
    public record UsageRequest(String product, ColorSystem system, Scales scales) {}
}
