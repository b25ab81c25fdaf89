package dev.toolflow.examples.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.examples.flow.ColorTheme;
import dev.toolflow.examples.flow.ColorTheme.ColorSystem;
import dev.toolflow.examples.flow.ColorTheme.Scales;
import dev.toolflow.examples.flow.ColorTheme.Seeds;
import dev.toolflow.examples.flow.ColorTheme.Tint;
import dev.toolflow.examples.flow.ColorTheme.Usages;
import dev.toolflow.examples.flow.ColorThemeFlow;
import dev.toolflow.examples.flow.ColorThemeFlow.ThemeBrief;
import dev.toolflow.examples.flow.Pairing;
import dev.toolflow.examples.flow.UsageColour;
import dev.toolflow.schema.JsonType;
import dev.toolflow.step.StepResult;
import dev.toolflow.step.StepStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A colour theme, or as much of it as was accepted. Immutable.
 *
 * @param product the product's name, as far as the first comma
 * @param seeds or null
 * @param system or null
 * @param scales or null
 * @param usages or null
 */
public record ColorThemeView(
        String product,
        @Nullable Seeds seeds,
        @Nullable ColorSystem system,
        @Nullable Scales scales,
        @Nullable Usages usages)
        implements OutputView {

    /**
     * Swatches that belong together.
     *
     * @param name of the group
     * @param swatches in order
     */
    public record Group(String name, List<Swatch> swatches) {
        /** Copies the list. */
        public Group {
            swatches = List.copyOf(swatches);
        }
    }

    /**
     * A colour on the colour that it is used on.
     *
     * @param what the two usages
     * @param cell the two colours
     * @param passes whether the contrast is enough for what it is used for
     */
    public record Check(String what, ContrastCell cell, boolean passes) {}

    /** Shows what a run made. */
    public static ColorThemeView of(ThemeBrief brief, ToolFlowResult<ColorTheme> result) {
        int comma = brief.product().indexOf(',');
        return new ColorThemeView(
                (comma > 0 ? brief.product().substring(0, comma) : brief.product()).strip(),
                accepted(result.step(ColorThemeFlow.SEEDS)).orElse(null),
                accepted(result.step(ColorThemeFlow.SYSTEM)).orElse(null),
                accepted(result.step(ColorThemeFlow.SCALES)).orElse(null),
                accepted(result.step(ColorThemeFlow.USAGES)).orElse(null));
    }

    /** The seeds by their names. */
    public List<Swatch> seedSwatches() {
        return seeds == null
                ? List.of()
                : seeds.seeds().stream()
                        .flatMap(seed -> Swatch.of(seed.name(), seed.hex()).stream())
                        .toList();
    }

    /** The families of the system. */
    public List<Group> families() {
        if (system == null) {
            return List.of();
        }
        List<Group> families = new ArrayList<>();
        for (Map.Entry<String, JsonNode> family :
                JsonType.plain(ColorSystem.class).tree(system).properties()) {
            if (family.getValue().isObject()) {
                families.add(new Group(
                        family.getKey(),
                        family.getValue().properties().stream()
                                .flatMap(member -> Swatch.of(
                                        member.getKey(), member.getValue().asText())
                                        .stream())
                                .toList()));
            }
        }
        return families;
    }

    /** The tints, a row for each family. */
    public List<Group> tints() {
        return scales == null
                ? List.of()
                : List.of(
                        tints("primary", scales.primary()),
                        tints("secondary", scales.secondary()),
                        tints("surface", scales.surface()),
                        tints("text", scales.text()),
                        tints("interactive", scales.interactive()));
    }

    /** The usages by their groups. */
    public List<Group> usageGroups() {
        if (usages == null) {
            return List.of();
        }
        Map<String, List<Swatch>> groups = UsageColour.all(usages).stream()
                .collect(Collectors.groupingBy(
                        UsageColour::group,
                        LinkedHashMap::new,
                        Collectors.flatMapping(
                                usage -> Swatch.of(usage.name(), usage.hex()).stream(), Collectors.toList())));
        return groups.entrySet().stream()
                .map(group -> new Group(group.getKey(), group.getValue()))
                .toList();
    }

    /** Every usage on what it is used on. */
    public List<Check> checks() {
        return usages == null
                ? List.of()
                : Pairing.of(usages).stream().flatMap(ColorThemeView::check).toList();
    }

    /** How many of the checks fail. */
    public long failedChecks() {
        return checks().stream().filter(check -> !check.passes()).count();
    }

    /** The usages as custom properties of CSS, such as {@code --text-body:#112233;}; holds nothing but checked colours. */
    public String customProperties() {
        return usageGroups().stream()
                .flatMap(group -> group.swatches().stream()
                        .map(swatch -> "--" + group.name() + "-" + swatch.label() + ":" + swatch.hex() + ";"))
                .collect(Collectors.joining());
    }

    private static Stream<Check> check(Pairing pairing) {
        Optional<Swatch> ink = Swatch.of(pairing.inkPath(), pairing.ink());
        Optional<Swatch> ground = Swatch.of(pairing.groundPath(), pairing.ground());
        return ink.isEmpty() || ground.isEmpty()
                ? Stream.empty()
                : Stream.of(new Check(
                        pairing.inkPath() + " on " + pairing.groundPath(),
                        new ContrastCell(ink.get(), ground.get()),
                        pairing.ratio().orElse(0) >= pairing.least()));
    }

    private static Group tints(String family, List<Tint> tints) {
        return new Group(
                family,
                tints.stream()
                        .flatMap(tint -> Swatch.of(String.valueOf(tint.step()), tint.hex()).stream())
                        .toList());
    }

    private static <O> Optional<O> accepted(StepResult<O> step) {
        return step.status() == StepStatus.COMPLETED ? step.output() : Optional.empty();
    }
}
