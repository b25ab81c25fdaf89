package dev.toolflow.benchmarks.contender;

import java.nio.file.Path;

/** A way to call the images API, used as its documentation says. Called by several threads at once. */
public interface ImageClient {

    /** Asks for one picture and returns the file in which it then lies. */
    Path generate() throws Exception;

    /** Sends a PNG to be edited; what comes back, which is tiny, need not be stored. */
    default void edit(Path picture) throws Exception {
        throw new UnsupportedOperationException("not offered");
    }

    /** Asks for one picture that comes as an event, and returns the file in which it then lies. */
    default Path stream() throws Exception {
        throw new UnsupportedOperationException("not offered");
    }
}
