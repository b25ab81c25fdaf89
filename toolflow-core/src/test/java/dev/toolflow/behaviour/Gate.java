package dev.toolflow.behaviour;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.util.concurrent.CountDownLatch;

/** Opens once; who passes before waits, interruptibly and not for ever. */
public final class Gate {
    private static final long PATIENCE_SECONDS = 60;

    private final CountDownLatch latch = new CountDownLatch(1);

    public void open() {
        latch.countDown();
    }

    /** Waits until it is open, whatever interrupts; the interrupt is kept. */
    void passUninterrupted() {
        boolean interrupted = false;
        while (true) {
            try {
                passOrInterrupted();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until it is open. */
    public void pass() {
        try {
            passOrInterrupted();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted at a gate", e);
        }
    }

    void passOrInterrupted() throws InterruptedException {
        if (!latch.await(PATIENCE_SECONDS, SECONDS)) {
            throw new AssertionError("the gate was never opened");
        }
    }
}
