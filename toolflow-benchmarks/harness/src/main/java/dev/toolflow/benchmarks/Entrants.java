package dev.toolflow.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The processes of those who take part in a contest. For one thread. */
final class Entrants implements AutoCloseable {
    private final Layout layout;
    private final Server server;
    private final Map<Contender, OtherJvm> processes = new LinkedHashMap<>();

    Entrants(Layout layout, Server server) {
        this.layout = layout;
        this.server = server;
    }

    /**
     * Starts a contender's process.
     *
     * @param heap its options, as {@code java} takes them
     */
    void start(Contender contender, List<String> heap) {
        Layout own = layout.in(layout.work().resolve(contender.main()));
        List<String> arguments = new ArrayList<>(heap);
        arguments.addAll(List.of(
                "-Djava.io.tmpdir=" + own.temporary(),
                "-cp",
                own.classPath(contender),
                contender.main(),
                server.baseUrl(),
                own.work().resolve("pictures").toString()));
        processes.put(contender, OtherJvm.start(arguments, own.log(contender.name())));
    }

    /** Those who were started and not dropped, in that order. */
    List<Contender> present() {
        return List.copyOf(processes.keySet());
    }

    Answer answer(Contender contender, String command) {
        OtherJvm process = processes.get(contender);
        return Answer.parse(process == null ? "failed it was not started" : process.ask(command));
    }

    /** Who failed takes part no more. */
    void drop(Contender contender) {
        OtherJvm process = processes.remove(contender);
        if (process != null) {
            process.close();
        }
    }

    @Override
    public void close() {
        processes.values().forEach(OtherJvm::close);
        processes.clear();
    }
}
