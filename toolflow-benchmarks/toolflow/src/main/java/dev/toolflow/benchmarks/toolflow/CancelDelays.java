package dev.toolflow.benchmarks.toolflow;

import dev.toolflow.FlowRun;
import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.ToolFlowResult;
import java.util.Arrays;
import java.util.Locale;

/**
 * How long it takes from {@code FlowRun.cancel()} until the run has ended, at each place where a step can wait: so many rounds
 * each, then the median, the 99th percentile and the longest, in milliseconds, and what is left behind when all is over.
 *
 * <pre>java -cp 'toolflow-benchmarks/target/contenders/toolflow/*' dev.toolflow.benchmarks.toolflow.CancelDelays [rounds]</pre>
 */
public final class CancelDelays {
    private static final int ROUNDS = 1_000;
    private static final int WARM_UP = 100;
    private static final double NANOS_PER_MILLI = 1e6;

    private CancelDelays() {}

    /** Takes the number of rounds; default 1,000. */
    public static void main(String[] arguments) throws Exception {
        int rounds = arguments.length == 0 ? ROUNDS : Integer.parseInt(arguments[0]);
        System.out.printf("JDK %s, %d rounds%n", Runtime.version().feature(), rounds);
        System.out.println("| cancelled in | p50 ms | p99 ms | max ms | threads left | sockets left |");
        System.out.println("|---|---|---|---|---|---|");
        for (WaitingPlace place : WaitingPlace.values()) {
            measure(place, rounds);
        }
    }

    private static void measure(WaitingPlace place, int rounds) throws Exception {
        long[] nanos = new long[rounds];
        int threads;
        int sockets;
        try (Stuck stuck = new Stuck(place)) {
            ToolFlow<Stuck.Topic, ?> flow = stuck.flow();
            for (int round = -WARM_UP; round < rounds; round++) {
                try (ToolFlowEngine engine = stuck.engine()) {
                    nanos[Math.max(0, round)] = cancelled(engine.start(flow, new Stuck.Topic("tea")), stuck);
                }
            }
            threads = Stuck.threads();
            sockets = stuck.socketsLeft();
        }
        Arrays.sort(nanos);
        System.out.printf(
                Locale.ROOT,
                "| %s | %.2f | %.2f | %.2f | %d | %d |%n",
                place.toString().toLowerCase(Locale.ROOT).replace('_', ' '),
                nanos[rounds / 2] / NANOS_PER_MILLI,
                nanos[(int) (rounds * 0.99)] / NANOS_PER_MILLI,
                nanos[rounds - 1] / NANOS_PER_MILLI,
                threads,
                sockets);
    }

    private static long cancelled(FlowRun<?> run, Stuck stuck) throws InterruptedException {
        stuck.awaitReached();
        long from = System.nanoTime();
        run.cancel();
        ToolFlowResult<?> result = run.result().join();
        long took = System.nanoTime() - from;
        if (result.status() != RunStatus.CANCELLED) {
            throw new IllegalStateException("not cancelled but " + result);
        }
        return took;
    }
}
