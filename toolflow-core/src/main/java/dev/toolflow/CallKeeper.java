package dev.toolflow;

import dev.toolflow.budget.Spending;
import dev.toolflow.record.CallIntent;
import dev.toolflow.record.CallOutcome;
import dev.toolflow.run.CallRecord;
import dev.toolflow.run.RunChange;
import dev.toolflow.run.RunLeasedException;
import dev.toolflow.run.StepRecord;
import dev.toolflow.tool.CallReceipt;
import dev.toolflow.tool.Cost;
import dev.toolflow.tool.ToolCallException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Writes the calls of one run: before they are made, and when it is known what came of them. Thread-safe. */
final class CallKeeper {
    private final KeptRuns runs;
    private final RunCommitter committer;
    private final RunPayloads payloads;
    private final StoreKeeper run;

    CallKeeper(KeptRuns runs, RunCommitter committer, StoreKeeper run) {
        this.runs = runs;
        this.committer = committer;
        this.payloads = runs.payloads(run.runId());
        this.run = run;
    }

    KeptCall intends(StepContext context, Sending.Asked asked, int number, Reservation reserved) {
        CallRecord call = call(context.id(), asked, number, reserved);
        CompletableFuture<Void> written = committer.write(new RunChange.Intended(call));
        String where = "step '" + context.id() + "': not called, since ";
        boolean stopped;
        try {
            written.get(CommitWait.LONGEST.toMillis(), TimeUnit.MILLISECONDS);
            stopped = context.scope().isStopped();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopped = true;
        } catch (ExecutionException | TimeoutException e) {
            throw run.lost(where + "the call could not be written down", CommitWait.why(e, CommitWait.LONGEST));
        }
        if (stopped) {
            // Written behind all that was asked for before; a run that was stopped does not wait for it.
            CompletableFuture<Void> unused = settle(call, notMade());
            throw new ToolCallException.Cancelled(
                    where + "the run ended while the call was written down", CallReceipt.none(), null);
        }
        return how -> settled(call, how);
    }

    private CallRecord call(String step, Sending.Asked asked, int number, Reservation reserved) {
        String id = UUID.randomUUID().toString();
        String model = asked.request().model();
        CallIntent intent =
                new CallIntent(asked.request().tool().name(), asked.request().endpoint(), model, reserved.mostly());
        return new CallRecord(
                id,
                new CallRecord.Place(step, asked.attempt(), number, model),
                runs.now(),
                payloads.intent(step, id, intent),
                null);
    }

    private static CallOutcome notMade() {
        return new CallOutcome(
                CallReceipt.none(),
                Cost.none(),
                Spending.nothing(),
                Spending.nothing(),
                null,
                null,
                List.of(),
                List.of());
    }

    private @Nullable RuntimeException settled(CallRecord call, KeptCall.How how) {
        Reservation.Taken taken = how.taken();
        CallOutcome outcome = new CallOutcome(
                how.receipt(),
                how.cost(),
                taken.spending(),
                taken.kept() ? taken.spending() : Spending.nothing(),
                how.error(),
                how.answer(),
                how.images().stream()
                        .map(image -> new StepRecord.Blob(image.sha256(), "", image.sizeBytes()))
                        .toList(),
                how.images().stream().map(image -> image.file().toString()).toList());
        return run.awaited(
                settle(call, outcome),
                "step '" + call.place().stepId() + "': what came of its call could not be written down");
    }

    private CompletableFuture<Void> settle(CallRecord call, CallOutcome outcome) {
        CallRecord.Settlement settlement = new CallRecord.Settlement(
                runs.now(),
                outcome.output() != null,
                payloads.outcome(call.place().stepId(), call.id(), outcome));
        return committer
                .write(new RunChange.Settled(call.id(), settlement))
                .exceptionallyComposeAsync(
                        failed -> settleAsLoser(call, settlement, failed),
                        runs.parts().aside());
    }

    /** What the call took is in the books, whoever has the run by now; not on a thread that somebody may interrupt. */
    private CompletableFuture<Void> settleAsLoser(CallRecord call, CallRecord.Settlement settlement, Throwable failed) {
        if (CommitWait.causeOf(failed) instanceof RunLeasedException) {
            runs.settle(run.runId(), call.id(), settlement);
        }
        return CompletableFuture.failedFuture(failed);
    }
}
