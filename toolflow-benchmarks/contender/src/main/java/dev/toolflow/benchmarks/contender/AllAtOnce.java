package dev.toolflow.benchmarks.contender;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Many flows at once, a thread for each. */
final class AllAtOnce {
    private static final int HAS_VIRTUAL_THREADS = 21;

    private AllAtOnce() {}

    static List<Object> of(ChatClient client, List<Order> orders) throws Exception {
        ExecutorService callers = threads();
        try {
            List<Future<Object>> flows = new ArrayList<>();
            for (Order order : orders) {
                flows.add(callers.submit(() -> client.flow(order)));
            }
            List<Object> results = new ArrayList<>();
            for (Future<Object> flow : flows) {
                results.add(flow.get());
            }
            return results;
        } finally {
            callers.shutdownNow();
        }
    }

    private static ExecutorService threads() throws ReflectiveOperationException {
        return Runtime.version().feature() < HAS_VIRTUAL_THREADS
                ? Executors.newCachedThreadPool()
                : (ExecutorService) Executors.class
                        .getMethod("newVirtualThreadPerTaskExecutor")
                        .invoke(null);
    }
}
