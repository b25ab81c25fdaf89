package dev.toolflow.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.run.StoredRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How often is set by {@code -Dtoolflow.kills=50}. */
class SqliteCrowdKillTest {
    private static final int KILLS = Integer.getInteger("toolflow.kills", 3);
    private static final List<String> RUNS =
            IntStream.range(0, 12).mapToObj(i -> "run-" + i).toList();

    @TempDir
    Path directory;

    private final Map<String, Long> acknowledged = new HashMap<>();

    @Test
    @Timeout(600)
    void what_was_acknowledged_to_many_that_shared_commits_is_there_after_a_kill() throws Exception {
        Path file = directory.resolve("runs.db");
        Random random = new Random(20261126);
        for (int kill = 1; kill <= KILLS; kill++) {
            commitUntilKilled(file, RUNS.size() * (5 + random.nextInt(50)));

            try (JdbcRunStore store = JdbcRunStore.sqlite(file)) {
                for (String id : RUNS) {
                    long heardOf = acknowledged.getOrDefault(id, 0L);
                    assertThat(written(store, id))
                            .as(id + " after kill " + kill)
                            .isBetween(heardOf, heardOf + 1);
                }
            }
        }
    }

    /** How many steps there are; 0 for a run whose thread had not come to create it. */
    private static long written(JdbcRunStore store, String id) {
        Optional<StoredRun> run = store.load(id);
        long commits = run.map(kept -> kept.record().nextSeq() - 1).orElse(0L);
        assertThat(run.map(kept -> kept.steps().size()).orElse(0)).isEqualTo((int) commits);
        return commits;
    }

    private void commitUntilKilled(Path file, int commits) throws Exception {
        List<String> arguments = new ArrayList<>(RUNS);
        arguments.add(0, file.toString());
        try (ChildJvm child = ChildJvm.of(CommittingCrowd.class, arguments.toArray(String[]::new))) {
            for (int i = 0; i < commits; i++) {
                hear(child.line());
            }
            child.kill();
            child.lines().forEach(this::hear);
            child.exit();
        }
    }

    private void hear(String line) {
        String[] words = line.split(" ");
        acknowledged.put(words[0], Long.parseLong(words[1]));
    }
}
