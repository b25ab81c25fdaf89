package dev.toolflow.openai;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A socket without TLS that knows, when it is to be used again, whether the server has closed it: what is sent into a closed
 * one may seem to be sent, and then nobody knows what was paid for. OkHttp asks {@link #isClosed} of a kept connection before it
 * takes it, and looks for itself only after 10 s. Used by one thread at a time, but for {@link #close}.
 */
final class KeptSocket extends Socket {
    private final long idleNanos;
    private final AtomicInteger atWork = new AtomicInteger();
    private volatile long lastUse = System.nanoTime();
    private volatile boolean closing;
    private volatile boolean looking;
    private volatile boolean stale;

    /** @param idle how long it has been out of use when it is looked at: to look takes a millisecond */
    KeptSocket(Duration idle) {
        this.idleNanos = idle.toNanos();
    }

    @Override
    public void connect(SocketAddress address, int timeout) throws IOException {
        super.connect(address, timeout);
        lastUse = System.nanoTime();
    }

    @Override
    public boolean isClosed() {
        return super.isClosed() || stale || (isIdle() && isLeft());
    }

    private boolean isIdle() {
        return !closing && !looking && isConnected() && atWork.get() == 0 && System.nanoTime() - lastUse >= idleNanos;
    }

    /** Nothing is to come on a connection that is not in use: neither its end nor anything else. */
    private boolean isLeft() {
        looking = true;
        try {
            int before = getSoTimeout();
            setSoTimeout(1);
            try {
                int ignored = super.getInputStream().read();
                stale = true;
            } catch (SocketTimeoutException e) {
                setSoTimeout(before);
            }
        } catch (IOException e) {
            stale = true;
        } finally {
            lastUse = System.nanoTime();
            looking = false;
        }
        return stale;
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new FilterInputStream(super.getInputStream()) {
            @Override
            public int read() throws IOException {
                return used(in::read);
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                return used(() -> in.read(bytes, offset, length));
            }
        };
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return new FilterOutputStream(super.getOutputStream()) {
            @Override
            public void write(int octet) throws IOException {
                used(() -> {
                    out.write(octet);
                    return 1;
                });
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                used(() -> {
                    out.write(bytes, offset, length);
                    return length;
                });
            }
        };
    }

    /** What is done with the socket. */
    @FunctionalInterface
    private interface Use {
        int make() throws IOException;
    }

    private int used(Use use) throws IOException {
        atWork.incrementAndGet();
        try {
            return use.make();
        } finally {
            lastUse = System.nanoTime();
            atWork.decrementAndGet();
        }
    }

    /** From here on nothing is looked for: another thread may be at work. */
    @Override
    public synchronized void close() throws IOException {
        closing = true;
        stale = false;
        super.close();
    }
}
