package dev.toolflow.benchmarks.durable;

import dev.toolflow.ToolFlowEngine;
import dev.toolflow.jdbc.JdbcRunStore;
import java.util.List;

/** A process that goes on with what dead ones left: prints a line when it makes its first call. */
public final class NextProcess {
    private NextProcess() {}

    /** {@code <store>}. */
    public static void main(String[] arguments) {
        GoingOn service = new GoingOn();
        try (JdbcRunStore store = JdbcRunStore.open(arguments[0]);
                ToolFlowEngine engine =
                        ToolFlowEngine.builder(service).store(store).build()) {
            engine.recover(List.of(Word.FLOW)).forEach(run -> {
                service.firstCall();
                System.out.println("goes on");
                run.result().join();
            });
        }
    }
}
