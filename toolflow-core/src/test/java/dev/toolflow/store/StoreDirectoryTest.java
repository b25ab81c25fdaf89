package dev.toolflow.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreDirectoryTest {
    @TempDir
    private Path directory;

    private StoreDirectory top;
    private StoreDirectory shard;

    @BeforeEach
    void a_directory_two_levels_down() {
        top = StoreDirectory.root(directory.resolve("store"));
        shard = top.child("sha256").child("ab");
    }

    @Nested
    class The_entry_of_a_directory {
        @Test
        void is_synced_with_the_first_of_what_lies_in_it() throws IOException {
            shard.make();
            assertThat(top.entered()).isEmpty();

            shard.sync();

            assertThat(top.entered())
                    .containsExactlyInAnyOrder(
                            top.path().resolve("sha256"), top.path().resolve("sha256/ab"));
        }

        @Test
        void is_synced_anew_once_the_directory_was_lost_and_made_again() throws IOException {
            shard.make();
            shard.sync();
            Files.delete(shard.path());

            shard.make();

            assertThat(top.entered()).containsExactly(top.path().resolve("sha256"));
        }

        @Test
        void is_synced_each_time_where_the_directory_goes_once_it_is_empty() throws IOException {
            StoreDirectory home = shard.passingChild("home");
            home.make();

            home.sync();

            assertThat(top.entered()).contains(shard.path()).doesNotContain(home.path());
        }
    }
}
