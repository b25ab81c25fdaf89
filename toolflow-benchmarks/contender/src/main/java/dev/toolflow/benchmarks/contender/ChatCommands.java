package dev.toolflow.benchmarks.contender;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Calls to a chat model; the last word is the number of the first order:
 *
 * <pre>
 * step 200 1    flow 100 1    crowd 512 1    held 512 1    first 1 1
 * </pre>
 *
 * {@code crowd} is measured as one; {@code held} is a crowd that is only watched for what it holds; {@code first} is a step of
 * which nothing is measured here. All fields of all results are checked afterwards, which is not measured.
 */
record ChatCommands(ChatClient client) implements Commands {

    @Override
    public String obey(String kind, int count, String what) throws Exception {
        long first = Long.parseLong(what);
        List<Order> orders =
                LongStream.range(first, first + count).mapToObj(Order::number).toList();
        client.prepare(orders);
        return switch (kind) {
            case "step", "flow" -> oneByOne(kind.equals("flow"), orders, first).toString();
            case "crowd" -> together(orders, first).toString();
            case "held" -> held(orders, first).toString();
            case "first" -> {
                require(List.of(client.step(orders.get(0))), false, first);
                yield "times=0";
            }
            default -> throw new IllegalArgumentException("no such command: " + kind);
        };
    }

    private Readings oneByOne(boolean flow, List<Order> orders, long first) throws Exception {
        List<Object> results = new ArrayList<>(orders.size());
        Readings readings = new Readings();
        Meter all = new Meter();
        for (Order order : orders) {
            long began = System.nanoTime();
            results.add(flow ? client.flow(order) : client.step(order));
            readings.took(System.nanoTime() - began);
        }
        readings.sums(all.read());
        require(results, flow, first);
        return readings;
    }

    private Readings together(List<Order> orders, long first) throws Exception {
        Readings readings = new Readings();
        Meter.forgetPeakOfThreads();
        Meter meter = new Meter();
        List<Object> results = client.crowd(orders);
        readings.add(meter.read());
        require(results, true, first);
        return readings;
    }

    private Readings held(List<Order> orders, long first) throws Exception {
        try (HeapWatch watch = new HeapWatch()) {
            Readings readings = together(orders, first);
            readings.held(watch.most());
            return readings;
        }
    }

    /** Compared as text, since some contenders need records of their own. */
    private static void require(List<Object> results, boolean flow, long first) {
        for (int i = 0; i < results.size(); i++) {
            String expected = String.valueOf(flow ? Advert.expected(first + i) : Brief.expected(first + i));
            String found = String.valueOf(results.get(i));
            if (!found.equals(expected)) {
                throw new IllegalStateException("expected " + expected + " but got " + found);
            }
        }
    }
}
