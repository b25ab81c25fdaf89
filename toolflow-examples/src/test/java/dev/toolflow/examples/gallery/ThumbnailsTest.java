package dev.toolflow.examples.gallery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.toolflow.image.ImageFormat;
import dev.toolflow.ingest.ImageIngestor;
import dev.toolflow.ingest.ImageLimits;
import dev.toolflow.store.ImageQuery;
import dev.toolflow.store.ImageStore;
import dev.toolflow.testing.MockImages;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ThumbnailsTest {
    private final ImageStore store = ImageStore.memory(1 << 20);
    private final AtomicInteger opened = new AtomicInteger();
    private final CountDownLatch leave = new CountDownLatch(1);

    @Test
    void are_made_one_at_a_time() throws Exception {
        Routes routes = new Routes(slow(), "my pictures");
        String path = "/thumbnail/" + picture();
        FutureTask<Answer> first = new FutureTask<>(() -> routes.answer(path));
        FutureTask<Answer> second = new FutureTask<>(() -> routes.answer(path));
        start(first);
        await().untilAsserted(() -> assertThat(opened).hasValue(1));
        Thread other = start(second);
        await().until(() -> waitsForItsTurn(other));
        assertThat(opened).hasValue(1);

        leave.countDown();

        try (Answer one = first.get();
                Answer two = second.get()) {
            assertThat(one).isNotSameAs(two);
        }
        assertThat(opened).hasValue(2);
    }

    private String picture() throws IOException {
        new ImageIngestor(store, ImageLimits.standard())
                .ingest(new ByteArrayInputStream(MockImages.png(80, 60, 0x336699)), ImageFormat.PNG, Map.of());
        return store.list(ImageQuery.all()).get(0).id();
    }

    /** The store, but whoever opens a picture stays there for a while. */
    private ImageStore slow() {
        return (ImageStore) Proxy.newProxyInstance(
                ImageStore.class.getClassLoader(), new Class<?>[] {ImageStore.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("open")) {
                        opened.incrementAndGet();
                        leave.await();
                    }
                    return method.invoke(store, arguments);
                });
    }

    private static Thread start(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static boolean waitsForItsTurn(Thread thread) {
        return Stream.of(thread.getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(Semaphore.class.getName()));
    }
}
