package dev.toolflow.openai;

import java.net.Socket;
import java.time.Duration;

/** Makes sockets that know whether they can be used again. Thread-safe. */
final class KeptSockets extends UnconnectedSockets {
    private final Duration idle;

    /** @param idle how long a connection has been out of use when it is looked at */
    KeptSockets(Duration idle) {
        this.idle = idle;
    }

    @Override
    public Socket createSocket() {
        return new KeptSocket(idle);
    }
}
