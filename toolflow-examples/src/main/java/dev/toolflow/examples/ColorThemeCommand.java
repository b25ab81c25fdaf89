package dev.toolflow.examples;

import dev.toolflow.examples.flow.ColorTheme;
import dev.toolflow.examples.flow.ColorThemeFlow;
import dev.toolflow.examples.flow.ColorThemeFlow.ThemeBrief;
import dev.toolflow.examples.flow.UsageColour;
import dev.toolflow.examples.report.ColorThemeView;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command {@code color-theme}. */
@Command(
        name = "color-theme",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = "Brief -> seed colours -> colour system -> tints -> thirty usages.",
        footerHeading = "%nThe brief:%n",
        footer = "  {\"product\": \"...\", \"mood\": \"...\", \"users\": [\"...\"]}")
final class ColorThemeCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin
    private final BriefOptions briefing = new BriefOptions();

    @Mixin
    private final CommonOptions options = new CommonOptions();

    ColorThemeCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        options.size()
                .ifPresent(size ->
                        shell.terminal().say("--size " + size + " does nothing here: color-theme makes no pictures"));
        ThemeBrief brief = Brief.read(briefing.input(), "briefs/theme.json").as(ThemeBrief.class);
        return new ExampleRun<>(shell, options, example()).run(brief, PictureStore::temporary);
    }

    private Example<ThemeBrief, ColorTheme> example() {
        return Example.of(
                ColorThemeFlow.define(briefing.taste()),
                (brief, made) -> ColorThemeView.of(brief, made.result()),
                ColorThemeCommand::highlights);
    }

    private static List<Highlight> highlights(ColorTheme theme) {
        List<UsageColour> usages = UsageColour.all(theme.usages());
        long distinct = usages.stream().map(UsageColour::hex).distinct().count();
        return List.of(
                new Highlight(
                        "seeds",
                        theme.seeds().seeds().stream()
                                .map(seed -> seed.hex() + " " + seed.name())
                                .collect(Collectors.joining(", "))),
                new Highlight("usages", usages.size() + " usages in " + distinct + " colours"));
    }
}
