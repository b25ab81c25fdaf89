package dev.toolflow.examples.flow;

/** Whether a chat model looks at each picture before it is accepted. It costs a call each time. */
public enum Looking {
    /** No one looks. */
    UNSEEN,
    /** A vision audit looks. */
    AUDITED
}
