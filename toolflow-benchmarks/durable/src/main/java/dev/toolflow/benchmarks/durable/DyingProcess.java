package dev.toolflow.benchmarks.durable;

import dev.toolflow.RunOptions;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.jdbc.JdbcRunStore;
import java.util.List;

/** A process that is to be killed while a call is under way: prints a line when it is. */
public final class DyingProcess {
    private DyingProcess() {}

    /** {@code <store> <run id>}: begins that run; without an id it is a worker. */
    public static void main(String[] arguments) throws InterruptedException {
        Stopped service = new Stopped();
        try (JdbcRunStore store = JdbcRunStore.open(arguments[0]);
                ToolFlowEngine engine =
                        ToolFlowEngine.builder(service).store(store).build()) {
            if (arguments.length > 1) {
                engine.start(Word.FLOW, new Word("0"), RunOptions.defaults().id(arguments[1]));
            } else {
                engine.worker(List.of(Word.FLOW), 1);
            }
            service.awaitMiddle();
            System.out.println("in the middle");
            Thread.currentThread().join();
        }
    }
}
