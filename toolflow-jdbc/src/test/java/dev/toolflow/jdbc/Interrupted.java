package dev.toolflow.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.toolflow.run.RunStoreException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;

/** A call on a thread of its own, which is interrupted while it waits. */
record Interrupted(Thread thread, AtomicReference<Throwable> said, AtomicBoolean flag) {
    static Interrupted in(Runnable call) {
        AtomicReference<Throwable> said = new AtomicReference<>();
        AtomicBoolean flag = new AtomicBoolean();
        Thread thread = new Thread(() -> {
            said.set(catchThrowable(call::run));
            flag.set(Thread.currentThread().isInterrupted());
        });
        thread.start();
        return new Interrupted(thread, said, flag);
    }

    void interrupt() throws InterruptedException {
        Awaitility.await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
        thread.interrupt();
        thread.join();
    }

    void assertThatItSaid(String words) {
        assertThat(said.get())
                .isExactlyInstanceOf(RunStoreException.class)
                .hasMessageContainingAll("interrupted", words);
        assertThat(flag).isTrue();
    }
}
