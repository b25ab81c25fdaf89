package dev.toolflow.benchmarks;

import java.util.function.ToDoubleFunction;

/**
 * What chats, flows and starts are to reach.
 *
 * @param goals where they are put
 * @param results of one workload
 */
record ChatGoals(Goals goals, Results results) {
    private static final String OURS = "toolflow";
    private static final String TO_OPENAI = "× openai-java";
    private static final String TO_LANGCHAIN = "× langchain4j";

    void ofSteps() {
        p50("a typed step, p50", 0.18, 0.6);
        goals.atMost("a typed step", 65, "kB allocated", ours(done -> perCall(done) / 1e3));
    }

    void ofFlows() {
        p50("three steps, p50", 0.2, 0.55);
    }

    /** Of the engine alone, so many steps in each call. */
    void ofEngine(int steps) {
        String engine = Contender.ENGINE.get(0).name();
        goals.atMost(
                "the engine alone, p50 of a step", 10, "µs", of(engine, done -> done.milliseconds() * 1e3 / steps));
        goals.atMost("the engine alone, a step", 6, "kB allocated", of(engine, done -> perCall(done) / 1e3 / steps));
    }

    void ofCrowds() {
        goals.atLeast("flows a second", 14, TO_OPENAI, 1 / ratio(Contender.REFERENCE));
        goals.atLeast("flows a second", 1.6, TO_LANGCHAIN, 1 / ratio(Contender.SECOND_REFERENCE));
        goals.atMost("new connections a request", 0.01, "", ours(Answer.Done::newConnections));
        goals.atMost("platform threads", 24, "", ours(Answer.Done::peakThreads));
        String failure = results.failures().get(OURS);
        goals.holds("no error", failure == null ? "none" : failure, failure == null);
    }

    void ofHeld() {
        goals.atMost("live heap", 90, "MB", ours(done -> done.liveBytes() / 1e6));
    }

    /** Of starts, to openai-java alone. */
    void ofStarts(String what, double limit) {
        goals.atMost(what, limit, TO_OPENAI, ratio(Contender.REFERENCE));
    }

    private void p50(String what, double toOpenAi, double toLangChain) {
        goals.atMost(what, toOpenAi, TO_OPENAI, ratio(Contender.REFERENCE));
        goals.atMost(what, toLangChain, TO_LANGCHAIN, ratio(Contender.SECOND_REFERENCE));
    }

    private double ratio(String reference) {
        return results.timeRatio(OURS, reference).orElse(Double.NaN);
    }

    private double ours(ToDoubleFunction<Answer.Done> value) {
        return of(OURS, value);
    }

    private double of(String contender, ToDoubleFunction<Answer.Done> value) {
        return results.rounds().containsKey(contender) ? results.median(contender, value) : Double.NaN;
    }

    private static double perCall(Answer.Done done) {
        return (double) done.allocatedBytes() / done.calls();
    }
}
