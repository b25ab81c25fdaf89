package dev.toolflow.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.run.CallRecord;
import dev.toolflow.run.StepRecord;
import dev.toolflow.run.StoredRun;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;

/**
 * Kills processes that commit steps of a run, one after the other, and looks at what is kept after each. How many is set by
 * {@code -Dtoolflow.kills=50}.
 *
 * @param store its name, as a command line gives it
 * @param waiting lets the lease of the killed process run out, where the next one has to wait for that
 */
record KillScript(String store, Runnable waiting) {
    private static final int KILLS = Integer.getInteger("toolflow.kills", 5);
    private static final String FOR_EVER = String.valueOf(Integer.MAX_VALUE);

    void play() throws Exception {
        Random random = new Random(20261126);
        long acknowledged = 0;
        for (int kill = 1; kill <= KILLS; kill++) {
            acknowledged = Math.max(acknowledged, acknowledgedBeforeKilled(1 + random.nextInt(60)));
            waiting.run();

            StoredRun run = stored();
            long written = run.record().nextSeq() - 1;
            assertThat(written).as("kill " + kill).isBetween(acknowledged, acknowledged + 1);
            assertThat(run.steps()).extracting(StepRecord::stepId).containsExactlyElementsOf(names("step-", written));
            assertThat(run.calls()).noneMatch(CallRecord::isOpen);
            assertThat(run.calls()).extracting(CallRecord::id).containsExactlyElementsOf(names("call-", written));
            assertThat(run.record().fence()).as("one claim for each process").isEqualTo(kill);
        }
    }

    /** Lets a process commit until it has said so a number of times, and kills it. */
    private long acknowledgedBeforeKilled(int commits) throws Exception {
        try (ChildJvm child = ChildJvm.of(CommittingProcess.class, store, "run", FOR_EVER)) {
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

    private StoredRun stored() {
        try (JdbcRunStore opened = JdbcRunStore.open(store)) {
            return opened.load("run").orElseThrow();
        }
    }

    private static List<String> names(String prefix, long count) {
        return LongStream.rangeClosed(1, count).mapToObj(i -> prefix + i).toList();
    }
}
