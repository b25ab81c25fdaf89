package dev.toolflow.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.run.CallRecord;
import dev.toolflow.run.StepRecord;
import dev.toolflow.run.StoredRun;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How often is set by {@code -Dtoolflow.kills=50}. */
class SqliteKillTest {
    private static final int KILLS = Integer.getInteger("toolflow.kills", 5);
    private static final String FOR_EVER = String.valueOf(Integer.MAX_VALUE);

    @TempDir
    Path directory;

    @Test
    @Timeout(600)
    void what_was_acknowledged_before_a_process_was_killed_is_there_afterwards() throws Exception {
        Path file = directory.resolve("runs.db");
        Random random = new Random(20261126);
        long acknowledged = 0;
        for (int kill = 1; kill <= KILLS; kill++) {
            acknowledged = Math.max(acknowledged, acknowledgedBeforeKilled(file, 1 + random.nextInt(60)));

            StoredRun run = stored(file);
            long written = run.record().nextSeq() - 1;
            assertThat(written).as("kill " + kill).isBetween(acknowledged, acknowledged + 1);
            assertThat(run.steps()).extracting(StepRecord::stepId).containsExactlyElementsOf(names("step-", written));
            assertThat(run.calls()).noneMatch(CallRecord::isOpen);
            assertThat(run.calls()).extracting(CallRecord::id).containsExactlyElementsOf(names("call-", written));
            assertThat(run.record().fence()).as("one claim for each process").isEqualTo(kill);
        }
    }

    /** Lets a process commit until it has said so a number of times, and kills it. */
    private static long acknowledgedBeforeKilled(Path file, int commits) throws Exception {
        try (ChildJvm child = ChildJvm.of(CommittingProcess.class, file.toString(), "run", FOR_EVER)) {
            long last = 0;
            for (int i = 0; i < commits; i++) {
                last = Long.parseLong(child.line());
            }
            child.kill();
            for (String line : child.lines()) {
                last = Long.parseLong(line);
            }
            child.exit();
            return last;
        }
    }

    private static StoredRun stored(Path file) {
        try (JdbcRunStore store = JdbcRunStore.sqlite(file)) {
            return store.load("run").orElseThrow();
        }
    }

    private static List<String> names(String prefix, long count) {
        return LongStream.rangeClosed(1, count).mapToObj(i -> prefix + i).toList();
    }
}
