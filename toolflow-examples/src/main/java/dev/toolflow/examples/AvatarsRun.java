package dev.toolflow.examples;

import static java.util.stream.Collectors.toMap;

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

        /** The same, one after the other. */
        Order oneByOne() {
            return new Order(personas, wish, 1);
        }
    }

    /** Does these jobs, and returns what became of each persona when all have ended or the batch was cancelled. */
    AvatarOutcomes make(AvatarBatch batch, List<Job> jobs) {
        int before = order.personas().size() - jobs.size();
        terminal.say("%s: %d done before, %d to do, at most %d at once"
                .formatted(Amounts.of(order.personas().size(), "persona"), before, jobs.size(), order.atOnce()));
        batch.run(jobs, order.atOnce());
        Map<Persona, Job> asked = jobs.stream().collect(toMap(Job::persona, job -> job));
        return new AvatarOutcomes(order.personas().stream()
                .map(persona -> asked.containsKey(persona) ? outcome(asked.get(persona)) : before(persona))
                .toList());
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
        AvatarOutcome outcome = outcome(job);
        String sign =
                outcome.isWhole() ? terminal.signs().done() : terminal.signs().failed();
        terminal.say("  %s %s: %s"
                .formatted(
                        sign,
                        job.persona().name(),
                        outcome.failure().orElse(outcome.state().words())));
    }

    private AvatarOutcome before(Persona persona) {
        return new AvatarOutcome(persona, library.of(persona), Optional.empty(), State.KEPT, List.of());
    }

    private AvatarOutcome outcome(Job job) {
        Optional<ToolFlowResult<Avatars>> result = Optional.ofNullable(results.get(job.persona()));
        Kept kept = result.map(job.kept()::and).orElse(job.kept());
        return new AvatarOutcome(
                job.persona(),
                library.of(job.persona()),
                result,
                result.map(ToolFlowResult::status).map(State::of).orElse(State.SKIPPED),
                kept.lacks(order.wish()));
    }
}
