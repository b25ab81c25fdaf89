package dev.toolflow.testing;

/**
 * A test's flow made a call that its mock was not told how to answer; names the tool and the number of the call. It ends the
 * run as failed, whatever the step's or the items' policy is: a gap in a test is nothing that a flow goes on without.
 */
public final class UnscriptedCallException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    UnscriptedCallException(String tool, int call) {
        this(tool, call, "tell the mock how to answer it: mock.on(…).reply(…)");
    }

    private UnscriptedCallException(String tool, int call, String remedy) {
        super("unscripted call " + call + " of tool '" + tool + "'; " + remedy);
    }

    /** A call of a definition that was not scripted, where another definition of the same name was. */
    static UnscriptedCallException ofNamesake(String tool, int call) {
        return new UnscriptedCallException(
                tool,
                call,
                "another definition of this name was scripted, not this one; "
                        + "give mock.on(…) the definition that the flow uses");
    }
}
