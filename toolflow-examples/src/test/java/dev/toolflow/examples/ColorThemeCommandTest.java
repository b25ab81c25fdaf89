package dev.toolflow.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ColorThemeCommandTest {
    @TempDir
    private Path out;

    @Test
    void it_assigns_thirty_usages() {
        var ended = Program.withoutEnvironment().run(out, "color-theme");

        assertThat(ended.exit()).isZero();
        List<String> colours = new ArrayList<>();
        for (JsonNode group : Program.result(out).at("/output/usages")) {
            group.forEach(usage -> colours.add(usage.asText()));
        }
        assertThat(colours).hasSize(30).allMatch(colour -> colour.matches("#[0-9A-F]{6}"));
    }

    @Test
    void three_people_and_a_computation_work_one_after_the_other() {
        Program.withoutEnvironment().run(out, "color-theme");

        assertThat(Program.result(out).path("steps").findValuesAsText("id"))
                .containsExactly("choose_seeds", "build_system", "compute_tints", "assign_usages");
    }

    @Test
    void the_report_shows_every_usage() {
        Program.withoutEnvironment().run(out, "color-theme");

        assertThat(Program.text(out.resolve("report.html")))
                .contains("primaryDisabled")
                .contains("placeholder")
                .contains("text.inverse on button.primary");
        assertThat(Files.exists(out.resolve("hero.png"))).isFalse();
    }

    @Test
    void a_size_is_said_to_do_nothing() {
        assertThat(Program.withoutEnvironment()
                        .run(out, "color-theme", "--size", "1024x1024")
                        .err())
                .contains("--size 1024x1024 does nothing here: color-theme makes no pictures");
    }
}
