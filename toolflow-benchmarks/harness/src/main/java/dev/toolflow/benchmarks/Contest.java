package dev.toolflow.benchmarks;

import dev.toolflow.benchmarks.Workload.Task;
import dev.toolflow.benchmarks.server.Picture;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One workload, done by the contenders in turn: A B C A B C, each in a process that lives through all rounds and is warm when
 * the first begins. For one thread.
 */
final class Contest implements AutoCloseable {
    private final Layout layout;
    private final Server server;
    private final Workload workload;
    private final Picture picture;
    private final Results results;
    private final Map<Contender, OtherJvm> processes = new LinkedHashMap<>();

    Contest(Layout layout, Server server, Workload workload) {
        this.layout = layout;
        this.server = server;
        this.workload = workload;
        this.picture = Picture.of(layout.pictures(), workload.mebibytes());
        this.results = new Results(workload, picture.bytes());
    }

    Results run(List<Contender> contenders, Effort effort) {
        server.serve(workload.mebibytes(), workload.framing());
        if (workload.task() == Task.BURST) {
            // One after the other: the processes would take each other's memory.
            contenders.forEach(contender -> {
                start(contender);
                results.add(contender, turn(contender, 1));
                close();
            });
            return results;
        }
        contenders.forEach(contender -> warmUp(contender, effort));
        for (int round = 0; round < effort.rounds(); round++) {
            processes.keySet().forEach(contender -> results.add(contender, turn(contender, effort.calls())));
        }
        return results;
    }

    /** Who fails here does not take part. Most of the calls are of tiny pictures, since code gets warm by their number. */
    private void warmUp(Contender contender, Effort effort) {
        start(contender);
        server.serve(0, workload.framing());
        String tiny = workload.command(effort.warmUp(), what(Picture.of(layout.pictures(), 0)));
        Answer answer = answer(contender, tiny);
        server.serve(workload.mebibytes(), workload.framing());
        if (answer instanceof Answer.Done) {
            answer = turn(contender, effort.calls());
        }
        if (answer instanceof Answer.Failed) {
            results.add(contender, answer);
            OtherJvm process = processes.remove(contender);
            if (process != null) {
                process.close();
            }
        }
    }

    private void start(Contender contender) {
        Layout own = layout.in(layout.work().resolve(contender.name()));
        processes.put(
                contender,
                OtherJvm.start(
                        List.of(
                                workload.heap(),
                                "-Djava.io.tmpdir=" + own.temporary(),
                                "-cp",
                                own.classPath(contender),
                                contender.main(),
                                server.baseUrl(),
                                own.work().resolve("pictures").toString()),
                        own.log(contender.name())));
    }

    private Answer turn(Contender contender, int calls) {
        Answer answer = answer(contender, workload.command(calls, what(picture)));
        if (workload.task() == Task.EDIT
                && answer instanceof Answer.Done
                && !server.lastUpload().endsWith(" " + picture.sha256())) {
            return new Answer.Failed("the server did not receive the picture: " + server.lastUpload());
        }
        return answer;
    }

    private Answer answer(Contender contender, String command) {
        OtherJvm process = processes.get(contender);
        return Answer.parse(process == null ? "failed it was not started" : process.ask(command));
    }

    private String what(Picture sent) {
        return workload.task() == Task.EDIT ? sent.png().toString() : sent.sha256();
    }

    @Override
    public void close() {
        processes.values().forEach(OtherJvm::close);
        processes.clear();
    }
}
