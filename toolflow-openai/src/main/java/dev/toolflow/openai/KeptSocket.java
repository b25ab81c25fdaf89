package dev.toolflow.openai;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A socket that knows, when it is to be used again, whether the server has closed it: what is sent into a closed one may seem
 * to be sent, and then nobody knows what was paid for. OkHttp asks {@link #isClosed} of a kept connection before it takes it,
 * and looks for itself only after 10 s. With TLS it is the socket below, which hears of the end just as well. It is looked at
 * only where the last that happened was that something came: a handshake of TLS 1.3 ends with what the client sends, and the
 * server's tickets follow it. One with a reader at work all the time, as HTTP/2 has, is not looked at: that hears of the end.
 * Thread-safe.
 */
final class KeptSocket extends Socket {
    /** No byte, and not the end either. */
    private static final int NOTHING = -2;

    private final long idleNanos;
    private final ReentrantLock reading = new ReentrantLock();
    private final AtomicInteger writing = new AtomicInteger();
    private volatile long lastUse = System.nanoTime();
    private volatile boolean answered;
    private volatile boolean closing;
    private volatile boolean over;
    private volatile int ahead = NOTHING;

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
        return super.isClosed() || (!closing && isLeft());
    }

    /** Nothing is to come on a connection that is not in use: neither its end nor anything else. */
    private boolean isLeft() {
        if (!over && ahead == NOTHING && isIdle() && !reading.isHeldByCurrentThread() && reading.tryLock()) {
            try {
                look();
            } finally {
                reading.unlock();
            }
        }
        return over || ahead != NOTHING;
    }

    private boolean isIdle() {
        return answered && writing.get() == 0 && System.nanoTime() - lastUse >= idleNanos;
    }

    /** A byte that came is kept for whoever reads next. */
    private void look() {
        try {
            int octet = next();
            over = octet == -1;
            ahead = octet < 0 ? NOTHING : octet;
        } catch (IOException e) {
            over = true;
        } finally {
            lastUse = System.nanoTime();
        }
    }

    private int next() throws IOException {
        int before = getSoTimeout();
        setSoTimeout(1);
        try {
            return super.getInputStream().read();
        } catch (SocketTimeoutException e) {
            return NOTHING;
        } finally {
            setSoTimeout(before);
        }
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new Input(super.getInputStream());
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return new Output(super.getOutputStream());
    }

    /** From here on nothing is looked for: another thread may be at work. */
    @Override
    public synchronized void close() throws IOException {
        closing = true;
        super.close();
    }

    /** What comes, beginning with what was looked at; the socket's close ends a read that waits. */
    private final class Input extends InputStream {
        private final InputStream in;

        Input(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            reading.lock();
            try {
                if (ahead == NOTHING || length == 0) {
                    return in.read(bytes, offset, length);
                }
                bytes[offset] = (byte) ahead;
                ahead = NOTHING;
                return 1;
            } finally {
                answered = true;
                lastUse = System.nanoTime();
                reading.unlock();
            }
        }

        @Override
        public int available() throws IOException {
            return in.available() + (ahead == NOTHING ? 0 : 1);
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }

    private final class Output extends FilterOutputStream {
        Output(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int octet) throws IOException {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            writing.incrementAndGet();
            answered = false;
            try {
                out.write(bytes, offset, length);
            } finally {
                lastUse = System.nanoTime();
                writing.decrementAndGet();
            }
        }
    }
}
