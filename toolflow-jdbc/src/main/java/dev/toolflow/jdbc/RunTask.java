package dev.toolflow.jdbc;

import com.github.kagkarlsson.scheduler.serializer.Serializer;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import dev.toolflow.run.RunLeasedException;
import java.time.Duration;
import java.util.function.Consumer;

/** Works on one run of the queue, and says when it is due again. */
final class RunTask {
    private final QueueTable table;
    private final ScheduledRuns.Rhythm rhythm;
    private final Consumer<String> work;

    RunTask(QueueTable table, ScheduledRuns.Rhythm rhythm, Consumer<String> work) {
        this.table = table;
        this.rhythm = rhythm;
        this.work = work;
    }

    Task<byte[]> task() {
        return Tasks.custom(QueueTable.TASK, byte[].class)
                .onFailure(this::later)
                .onDeadExecutionRevive()
                .execute((instance, context) -> {
                    work.accept(instance.getId());
                    return (done, operations) -> table.done(done.getExecution());
                });
    }

    private void later(ExecutionComplete failed, ExecutionOperations<byte[]> operations) {
        boolean leased =
                failed.getCause().filter(RunLeasedException.class::isInstance).isPresent();
        Duration pause = leased ? rhythm.firstPause() : rhythm.pauseAfter(failed.getExecution().consecutiveFailures);
        operations.reschedule(failed, failed.getTimeDone().plus(pause));
    }

    /** What the queue keeps with a run is bytes already: no object is made of what a database says. */
    static final class RawBytes implements Serializer {
        @Override
        public byte[] serialize(Object data) {
            return (byte[]) data;
        }

        @Override
        public <T> T deserialize(Class<T> type, byte[] stored) {
            return type.cast(stored);
        }
    }
}
