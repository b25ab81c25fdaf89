package dev.toolflow.examples.report;

import dev.toolflow.examples.flow.BrandKitFlow.Palette;
import java.util.List;

/** A palette with a rationale that tries to be more than text. */
final class HostilePalette {
    static final String HOSTILE = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>";
    static final Palette GOOD = new Palette(List.of("#1F3A2E", "#8FB339", "#C8553D", "#F4F1E6"), HOSTILE);

    private HostilePalette() {}
}
