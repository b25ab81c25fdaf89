package dev.toolflow.benchmarks.contender;

/** What a contender's process can be told to do. */
interface Commands {

    /**
     * Does it and says what it took, as the answer has it.
     *
     * @param kind the command's first word
     * @param count its second: how often
     * @param what its third
     */
    String obey(String kind, int count, String what) throws Exception;

    /** Clears up after a command, be it that it failed. */
    default void clear() throws Exception {}
}
