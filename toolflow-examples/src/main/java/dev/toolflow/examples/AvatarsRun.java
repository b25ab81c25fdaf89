package dev.toolflow.examples;

import dev.toolflow.ToolFlowEngine;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.event.ToolFlowListener;
import dev.toolflow.examples.AvatarOutcome.State;
import dev.toolflow.examples.avatars.AvatarBatch;
import dev.toolflow.examples.avatars.AvatarBatch.Job;
import dev.toolflow.examples.avatars.AvatarWish;
import dev.toolflow.examples.avatars.Avatars;
import dev.toolflow.examples.avatars.Kept;
import dev.toolflow.examples.avatars.Persona;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Makes what is missing of an order, and keeps each persona's files as soon as they are there. One use. */
final class AvatarsRun implements AvatarBatch.Audience {
    private final AvatarLibrary library;
    private final Order order;
    private final Terminal terminal;
    private final Map<Persona, Progress> progress = new ConcurrentHashMap<>();
    private final Map<Persona, ToolFlowResult<Avatars>> results = new ConcurrentHashMap<>();

    AvatarsRun(AvatarLibrary library, Order order, Terminal terminal) {
        this.library = library;
        this.order = order;
        this.terminal = terminal;
    }

    /**
     * What was ordered.
     *
     * @param personas for whom
     * @param wish what
     * @param atOnce the most personas in work at the same time
     */
    record Order(List<Persona> personas, AvatarWish wish, int atOnce) {
        Order {
            personas = List.copyOf(personas);
        }
    }

    /** Does these jobs, and returns what became of each persona when all have ended or the batch was cancelled. */
    AvatarOutcomes make(AvatarBatch batch, List<Job> jobs) {
        int before = order.personas().size() - jobs.size();
        terminal.say("%s: %d done before, %d to do, at most %d at once"
                .formatted(Amounts.of(order.personas().size(), "persona"), before, jobs.size(), order.atOnce()));
        batch.run(jobs, order.atOnce());
        List<Persona> asked = jobs.stream().map(Job::persona).toList();
        return new AvatarOutcomes(order.personas().stream()
                .map(persona -> outcome(persona, asked.contains(persona)))
                .toList());
    }

    /** The batch of this order. */
    AvatarBatch batch(ToolFlowEngine engine) {
        return new AvatarBatch(engine, order.wish(), this);
    }

    @Override
    public ToolFlowListener begins(Job job) {
        Progress lines = new Progress(terminal, job.persona().name());
        progress.put(job.persona(), lines);
        return lines;
    }

    @Override
    public void made(Job job, Kept kept) {
        library.keep(job, order.wish(), kept);
    }

    @Override
    public void ended(Job job, ToolFlowResult<Avatars> result) {
        Optional.ofNullable(progress.remove(job.persona())).ifPresent(Progress::await);
        results.put(job.persona(), result);
        library.keep(job, order.wish(), result);
        AvatarOutcome outcome = outcome(job.persona(), true);
        String sign =
                outcome.isWhole() ? terminal.signs().done() : terminal.signs().failed();
        terminal.say("  %s %s: %s"
                .formatted(
                        sign,
                        job.persona().name(),
                        outcome.failure().orElse(outcome.state().words())));
    }

    private AvatarOutcome outcome(Persona persona, boolean asked) {
        Optional<ToolFlowResult<Avatars>> result = Optional.ofNullable(results.get(persona));
        State state = result.map(ToolFlowResult::status).map(State::of).orElse(asked ? State.SKIPPED : State.KEPT);
        return new AvatarOutcome(persona, library.of(persona), result, state);
    }
}
