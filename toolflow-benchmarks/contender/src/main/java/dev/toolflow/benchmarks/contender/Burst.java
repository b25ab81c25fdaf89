package dev.toolflow.benchmarks.contender;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Many pictures at once, from a thread each. */
final class Burst {
    private Burst() {}

    static Readings of(ImageClient client, int count, String sha256) throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(count);
        try {
            Meter meter = new Meter();
            List<Future<Path>> files = together(callers, client, count);
            for (Future<Path> file : files) {
                file.get();
            }
            Readings readings = new Readings();
            readings.add(meter.read());
            for (Future<Path> file : files) {
                PictureCheck.require(file.get(), sha256);
            }
            return readings;
        } finally {
            callers.shutdownNow();
        }
    }

    private static List<Future<Path>> together(ExecutorService callers, ImageClient client, int count) {
        CountDownLatch all = new CountDownLatch(count);
        List<Future<Path>> files = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            files.add(callers.submit(() -> {
                all.countDown();
                all.await();
                return client.generate();
            }));
        }
        return files;
    }
}
