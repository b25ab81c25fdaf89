package dev.toolflow;

import dev.toolflow.step.Attempt.Made;
import dev.toolflow.step.StepException;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.tool.ToolCallException;
import java.util.ArrayList;
import java.util.List;

/**
 * Has the replies of one step judged: read, its pictures stored, the candidates told apart. For one thread.
 *
 * @param <O> what the step makes
 */
final class ReplyJudge<O> {
    private final EngineParts engine;
    private final StepContext context;
    private final ToolCallStep<?, O> step;
    private final RecalledResult<O> recalled;

    ReplyJudge(EngineParts engine, StepContext context, ToolCallStep<?, O> step, RecalledResult<O> recalled) {
        this.engine = engine;
        this.context = context;
        this.step = step;
        this.recalled = recalled;
    }

    /** The spool is kept for pictures that their store did not take. */
    List<Tried<O>> judged(StepCalls.Asking<O> asking, Called.Answered answered, int number, Made made) {
        List<Tried<O>> tried = new ArrayList<>();
        try {
            for (Called.Answered candidate :
                    Candidates.of(answered, asking.requests().candidates())) {
                if (!tried.isEmpty()) {
                    context.journal().intended(context.id(), number + tried.size(), made.model());
                }
                tried.add(judgedAlone(
                        asking,
                        candidate,
                        number + tried.size(),
                        tried.isEmpty() ? made : BegunAttempt.withoutACall(made)));
            }
        } finally {
            if (waitForTheirStore(tried)) {
                KeptPast.Reply reply = new KeptPast.Reply(answered.response(), answered.images());
                context.memory().keep(context.id(), new UnstoredReply(number, made, reply, answered.request()));
            } else {
                answered.images().close();
            }
        }
        return tried;
    }

    private static boolean waitForTheirStore(List<? extends Tried<?>> tried) {
        for (Tried<?> each : tried) {
            if (each.waitsForItsStore()) {
                return true;
            }
        }
        return false;
    }

    private Tried<O> judgedAlone(StepCalls.Asking<O> asking, Called.Answered answered, int number, Made made) {
        String json = answered.response().output();
        try {
            O output = engine.reader().read(step, answered, origin(answered, number));
            recalled.received(asking, number, output, json);
            return new Tried<>(asking.judge().judge(output, number, made), json);
        } catch (ToolCallException.Malformed | StepException e) {
            return Tried.failed(e, json, number, made);
        }
    }

    private PictureOrigin origin(Called.Answered answered, int number) {
        return new PictureOrigin(
                context, number, answered.request(), engine.settings().clock());
    }
}
