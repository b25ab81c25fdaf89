package dev.toolflow.testing;

/** A test's flow made a call that its mock was not told how to answer; names the tool and the number of the call. */
public final class UnscriptedCallException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    UnscriptedCallException(String tool, int call) {
        super("unscripted call " + call + " of tool '" + tool
                + "'; tell the mock how to answer it: mock.on(…).reply(…)");
    }
}
