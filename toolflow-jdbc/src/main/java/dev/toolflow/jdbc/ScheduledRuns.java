package dev.toolflow.jdbc;

import com.github.kagkarlsson.scheduler.Clock;
import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import com.github.kagkarlsson.scheduler.task.Task;
import dev.toolflow.run.RunQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import javax.sql.DataSource;

/**
 * The queue of runs on PostgreSQL: db-scheduler claims, keeps alive and takes over from dead workers. A run that is submitted
 * while it is worked on is worked on once more, so that a decision which comes just before its worker lets go is not lost.
 */
final class ScheduledRuns implements RunQueue {
    private static final int MISSED_HEARTBEATS = 4;

    private final DataSource database;
    private final QueueTable table;
    private final Rhythm rhythm;
    private final List<Scheduler> working = new CopyOnWriteArrayList<>();

    ScheduledRuns(DataSource database, QueueTable table, Rhythm rhythm) {
        this.database = database;
        this.table = table;
        this.rhythm = rhythm;
    }

    @Override
    public void submit(String runId) {
        table.submit(runId);
        working.forEach(Scheduler::triggerCheckForDueExecutions);
    }

    @Override
    public Working work(Consumer<String> work, int atOnce) {
        if (atOnce < 1) {
            throw new IllegalArgumentException("atOnce: must be at least 1, was " + atOnce);
        }
        ExecutorService threads = Executors.newFixedThreadPool(atOnce, new DaemonThreads("toolflow-worker"));
        Scheduler scheduler = scheduler(new RunTask(table, rhythm, work).task(), threads, atOnce);
        scheduler.start();
        working.add(scheduler);
        return new SchedulerAtWork(scheduler, threads, () -> working.remove(scheduler));
    }

    private Scheduler scheduler(Task<byte[]> task, ExecutorService threads, int atOnce) {
        DaemonThreads own = new DaemonThreads("toolflow-queue");
        return Scheduler.create(database, task)
                .tableName(QueueTable.NAME)
                .schedulerName(new SchedulerName.Fixed("toolflow-" + UUID.randomUUID()))
                .jdbcCustomization(new PostgreSqlJdbcCustomization(false, false))
                .serializer(new RunTask.RawBytes())
                .clock(databaseClock())
                .threads(atOnce)
                .executorService(threads)
                .dueExecutor(Executors.newSingleThreadExecutor(own))
                .housekeeperExecutor(Executors.newScheduledThreadPool(2, own))
                .pollUsingLockAndFetch(0.5, 1.0)
                .pollingInterval(rhythm.poll())
                .heartbeatInterval(rhythm.heartbeat())
                .missedHeartbeatsLimit(MISSED_HEARTBEATS)
                .shutdownMaxWait(SchedulerAtWork.LONGEST)
                .failureLogging(LogLevel.WARN, false)
                .build();
    }

    /** Ahead of the database's clock by no more than one question to it takes, and never behind it. */
    private Clock databaseClock() {
        Instant before = Instant.now();
        Duration ahead = Duration.between(before, table.now());
        return () -> Instant.now().plus(ahead);
    }

    /**
     * How often the queue does what.
     *
     * @param poll how often a worker with nothing to do looks for runs
     * @param heartbeat how often a worker says that it is alive; after four times as long it counts as dead, and what it worked
     *     on is found within twice as long after that
     * @param firstPause how long a run waits that failed once, or that belongs to another owner still
     * @param longestPause how long a run waits at most that failed again and again
     */
    record Rhythm(Duration poll, Duration heartbeat, Duration firstPause, Duration longestPause) {

        /** One by which a run of a dead worker goes on about as soon as its lease is over. */
        static Rhythm of(Duration lease) {
            return new Rhythm(
                    atMost(Duration.ofSeconds(1), lease.dividedBy(10)),
                    lease.dividedBy(6),
                    lease.dividedBy(10),
                    lease.multipliedBy(2));
        }

        private static Duration atMost(Duration most, Duration wanted) {
            return wanted.compareTo(most) < 0 ? wanted : most;
        }

        /** How long a run waits that failed so often before. */
        Duration pauseAfter(int failures) {
            Duration pause = firstPause.multipliedBy(1L << Math.min(failures, 16));
            return atMost(longestPause, pause);
        }
    }
}
