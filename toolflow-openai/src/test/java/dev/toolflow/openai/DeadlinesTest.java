package dev.toolflow.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.openai.core.http.HttpMethod;
import com.openai.core.http.HttpRequest;
import dev.toolflow.openai.OkHttpTransport.Connection;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A call that never ends does not hear of an interrupt either. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DeadlinesTest {
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration FOR_EVER = Duration.ofSeconds(Long.MAX_VALUE);

    private final CountDownLatch over = new CountDownLatch(1);
    private final RawServer server = new RawServer(RawServer.silent(over));
    private final OkHttpTransport transport = new OkHttpTransport(Duration.ofSeconds(5), 4);

    @AfterEach
    void close() {
        over.countDown();
        transport.close();
        server.close();
    }

    private Transit begin(Duration timeLeft) {
        HttpRequest request = HttpRequest.builder()
                .method(HttpMethod.GET)
                .baseUrl(server.url().toString())
                .build();
        return transport.begin(WireRequest.of(request), Connection.FRESH, timeLeft);
    }

    private Throwable failureAfter(Duration timeLeft) {
        try (Transit transit = begin(timeLeft)) {
            return catchThrowable(transit::execute);
        }
    }

    @Test
    void a_call_ends_although_another_began_before_it_that_has_more_time() throws Exception {
        try (Transit patient = begin(LONG);
                Transit endless = begin(FOR_EVER)) {
            FutureTask<Throwable> waiting = new FutureTask<>(() -> catchThrowable(patient::execute));
            new Thread(waiting).start();

            assertThat(failureAfter(SHORT)).isInstanceOf(InterruptedIOException.class);
            assertThat(failureAfter(SHORT)).isInstanceOf(InterruptedIOException.class);

            patient.cancel();
            endless.cancel();
            assertThat(waiting.get()).isInstanceOf(IOException.class).isNotInstanceOf(InterruptedIOException.class);
            assertThat(catchThrowable(endless::execute))
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(InterruptedIOException.class);
        }
    }

    @Test
    void of_calls_that_began_together_each_ends_by_its_own_time() throws Exception {
        FutureTask<Throwable> second = new FutureTask<>(() -> failureAfter(SHORT.multipliedBy(3)));
        FutureTask<Throwable> first = new FutureTask<>(() -> failureAfter(SHORT));
        new Thread(second).start();
        new Thread(first).start();

        assertThat(first.get()).isInstanceOf(InterruptedIOException.class);
        assertThat(second.get()).isInstanceOf(InterruptedIOException.class);
    }
}
