package dev.toolflow.benchmarks;

import dev.toolflow.benchmarks.Workload.Task;
import dev.toolflow.benchmarks.server.Picture;
import java.util.List;

/**
 * One workload, done by the contenders in turn: A B C A B C, each in a process that lives through all rounds and is warm when
 * the first begins. For one thread.
 */
final class Contest implements AutoCloseable {
    private final Layout layout;
    private final Server server;
    private final Entrants entrants;
    private final Workload workload;
    private final Picture picture;
    private final Results results;

    Contest(Layout layout, Server server, Workload workload) {
        this.layout = layout;
        this.server = server;
        this.entrants = new Entrants(layout, server);
        this.workload = workload;
        this.picture = Picture.of(layout.pictures(), workload.mebibytes());
        this.results = new Results(workload.title(), picture.bytes() * workload.picturesACall());
    }

    Results run(List<Contender> contenders, Effort effort) {
        server.serve(workload.mebibytes(), workload.framing());
        if (workload.task() == Task.BURST) {
            // One after the other: the processes would take each other's memory.
            contenders.forEach(contender -> {
                entrants.start(contender, workload.heap());
                results.add(contender, turn(contender, 1));
                close();
            });
            return results;
        }
        contenders.forEach(contender -> warmUp(contender, effort));
        for (int round = 0; round < effort.rounds(); round++) {
            entrants.present()
                    .forEach(contender -> results.add(contender, turn(contender, effort.callsWith(workload))));
        }
        return results;
    }

    /** Who fails here does not take part. Most of the calls are of tiny pictures, since code gets warm by their number. */
    private void warmUp(Contender contender, Effort effort) {
        entrants.start(contender, workload.heap());
        server.serve(0, workload.framing());
        String tiny = workload.command(effort.warmUp(), what(Picture.of(layout.pictures(), 0)));
        Answer answer = entrants.answer(contender, tiny);
        server.serve(workload.mebibytes(), workload.framing());
        for (int turn = 0; turn < effort.warmTurns() && answer instanceof Answer.Done; turn++) {
            answer = turn(contender, effort.callsWith(workload));
        }
        if (answer instanceof Answer.Failed) {
            results.add(contender, answer);
            entrants.drop(contender);
        }
    }

    private Answer turn(Contender contender, int calls) {
        Answer answer = entrants.answer(contender, workload.command(calls, what(picture)));
        if (workload.task() == Task.EDIT
                && answer instanceof Answer.Done
                && !server.lastUpload().endsWith(" " + picture.sha256())) {
            return new Answer.Failed("the server did not receive the picture: " + server.lastUpload());
        }
        return answer;
    }

    private String what(Picture sent) {
        return workload.task() == Task.EDIT ? sent.png().toString() : sent.sha256();
    }

    @Override
    public void close() {
        entrants.close();
    }
}
