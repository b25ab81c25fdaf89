package dev.toolflow.testkit;

import java.io.IOException;

/** What the fake does once a request has come in whole. */
@FunctionalInterface
interface Effect {

    /** Returns whether the connection can carry another request. */
    boolean deliver(Turn turn) throws IOException, InterruptedException;
}
