package dev.toolflow.openai;

import java.net.Socket;
import java.time.Duration;

/** Makes sockets that know whether they can be used again. Thread-safe. */
final class KeptSockets extends UnconnectedSockets {

    /** From one call to the next at once nothing is looked for. */
    private static final Duration IDLE = Duration.ofMillis(50);

    @Override
    public Socket createSocket() {
        return new KeptSocket(IDLE);
    }
}
