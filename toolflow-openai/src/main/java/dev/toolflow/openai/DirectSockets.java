package dev.toolflow.openai;

import java.net.Proxy;
import java.net.Socket;

/** Makes sockets that pass by every proxy, also one that the JVM is told of by {@code socksProxyHost}. Thread-safe. */
final class DirectSockets extends UnconnectedSockets {

    @Override
    public Socket createSocket() {
        return new Socket(Proxy.NO_PROXY);
    }
}
