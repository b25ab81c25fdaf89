package dev.toolflow.benchmarks;

import dev.toolflow.benchmarks.Answer.Done;
import java.util.List;

/** One workload about chats, done by the contenders in turn, each in a process that lives through all rounds. For one thread. */
final class ChatContest implements AutoCloseable {
    private static final List<String> HEAP = List.of("-Xmx1g");

    private final Server server;
    private final ChatWorkload workload;
    private final Entrants entrants;
    private final Results results;
    private long nextOrder = 1;

    ChatContest(Layout layout, Server server, ChatWorkload workload) {
        this.server = server;
        this.workload = workload;
        this.entrants = new Entrants(layout, server);
        this.results = new Results(workload.title(), 1);
    }

    Results run() {
        server.delayChats(workload.latencyMillis());
        workload.contenders().forEach(this::warmUp);
        for (int round = 0; round < workload.turns().measured(); round++) {
            entrants.present().forEach(contender -> results.add(contender, turn(contender)));
        }
        server.delayChats(0);
        return results;
    }

    /** Who fails here does not take part. */
    private void warmUp(Contender contender) {
        entrants.start(contender, HEAP);
        for (int turn = 0; turn < workload.turns().warmUp(); turn++) {
            Answer answer = turn(contender);
            if (answer instanceof Answer.Failed) {
                results.add(contender, answer);
                entrants.drop(contender);
                return;
            }
        }
    }

    private Answer turn(Contender contender) {
        long[] before = server.traffic();
        Answer answer = entrants.answer(contender, workload.kind() + " " + workload.calls() + " " + nextOrder);
        nextOrder += workload.calls();
        long[] after = server.traffic();
        double requests = (double) after[1] - before[1];
        return answer instanceof Done done && requests > 0
                ? done.withNewConnections((after[0] - before[0]) / requests)
                : answer;
    }

    @Override
    public void close() {
        entrants.close();
    }
}
