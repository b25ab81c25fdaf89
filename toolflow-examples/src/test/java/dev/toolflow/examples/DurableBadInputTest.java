package dev.toolflow.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableBadInputTest {
    @TempDir
    private Path directory;

    private DurableKit kit;

    @BeforeEach
    void startTheServer() {
        kit = new DurableKit(directory.resolve("kit"));
    }

    @AfterEach
    void closeTheServer() {
        kit.close();
    }

    @Test
    void a_run_begun_with_real_answers_is_not_gone_on_with_by_made_up_ones() {
        kit.brandKit("--approve");

        Program.Ended ended = Program.withoutEnvironment()
                .run("brand-kit", "--approve", "--durable", kit.directory().toString());

        assertThat(ended.exit()).isEqualTo(2);
        assertThat(ended.err())
                .contains("was begun with a server of yours, and would go on with the built-in fake server");
    }

    @Test
    void a_store_of_pictures_beside_it_is_refused() {
        Program.Ended ended = kit.brandKit("--store", directory.toString());

        assertThat(ended.exit()).isEqualTo(2);
        assertThat(ended.err()).contains("--store: --durable keeps the pictures in its own directory");
        assertThat(kit.directory()).doesNotExist();
    }

    @Test
    void a_plan_makes_no_directory() {
        assertThat(kit.brandKit("--plan").exit()).isZero();
        assertThat(kit.directory()).doesNotExist();
    }

    @Test
    void a_file_in_the_way_is_named() throws IOException {
        Files.writeString(kit.directory(), "");

        assertThat(kit.brandKit().err()).contains("--durable: cannot write to " + kit.directory());
    }

    @Test
    void a_file_that_is_no_database_is_named_and_left_as_it_is() throws IOException {
        Files.createDirectories(kit.directory());
        Files.writeString(kit.directory().resolve("runs.db"), "no database ".repeat(1_000));

        Program.Ended ended = kit.brandKit();

        assertThat(ended.exit()).isEqualTo(1);
        assertThat(ended.err()).contains("runs.db");
        assertThat(kit.server().requests()).isEmpty();
        assertThat(kit.directory().resolve("runs.db")).hasContent("no database ".repeat(1_000));
    }

    @Test
    void a_run_of_another_flow_is_left_to_its_program() throws IOException {
        Files.createDirectories(kit.directory());
        try (KeptStore store = new KeptStore(kit.directory().resolve("runs.db"))) {
            store.run("poster-1", "posters", null).open("draw", "gpt-image-2").write();
        }

        Program.Ended ended = kit.runs("resume", "poster-1");

        assertThat(ended.exit()).isEqualTo(2);
        assertThat(ended.err()).contains("run poster-1 is one of flow 'posters', which this program does not have");
    }
}
