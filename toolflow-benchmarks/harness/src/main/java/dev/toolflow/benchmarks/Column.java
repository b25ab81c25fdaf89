package dev.toolflow.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * A column of a table, a row of which is a contender.
 *
 * @param head what stands above it
 * @param value of a contender; empty where there is none
 */
record Column(String head, BiFunction<Results, String, Optional<Double>> value, String format) {
    private static final Column TO_OPENAI = ratio("ratio to openai-java", Contender.REFERENCE);
    private static final Column TO_LANGCHAIN = ratio("ratio to langchain4j", Contender.SECOND_REFERENCE);
    private static final Column ALLOCATED =
            number("kB allocated a call", "%.1f", (results, name) -> results.allocatedPerByte(name) / 1e3);
    private static final Column CPU = number("CPU ms a call", "%.3f", Results::cpuMilliseconds);
    private static final Column CONNECTIONS = number(
            "new connections a request", "%.4f", (results, name) -> results.median(name, Answer.Done::newConnections));
    private static final Column LIVE = number("live heap MiB", "%.1f", Results::liveMebibytes);
    private static final Column THREADS =
            number("platform threads", "%.0f", (results, name) -> results.median(name, Answer.Done::peakThreads));

    /** What single calls, one after the other, are told by. */
    static List<Column> ofCalls() {
        return List.of(
                number("p50 ms", "%.3f", Results::milliseconds),
                TO_OPENAI,
                TO_LANGCHAIN,
                ALLOCATED,
                CPU,
                CONNECTIONS,
                LIVE);
    }

    /** What the steps of an engine alone are told by, so many in each call. */
    static List<Column> ofSteps(int steps) {
        return List.of(
                number("p50 µs a step", "%.1f", (results, name) -> results.milliseconds(name) * 1e3 / steps),
                number("kB allocated a step", "%.2f", (results, name) -> results.allocatedPerByte(name) / 1e3 / steps),
                number("CPU µs a step", "%.1f", (results, name) -> results.cpuMilliseconds(name) * 1e3 / steps));
    }

    /** What so many flows at once are told by. */
    static List<Column> ofCrowds(int flows) {
        return List.of(
                number("flows a second", "%.0f", (results, name) -> flows * 1e3 / results.milliseconds(name)),
                throughput("times openai-java", Contender.REFERENCE),
                throughput("times langchain4j", Contender.SECOND_REFERENCE),
                number("kB allocated a flow", "%.0f", (results, name) -> results.allocatedPerByte(name) / 1e3 / flows),
                number("CPU ms a flow", "%.2f", (results, name) -> results.cpuMilliseconds(name) / flows),
                CONNECTIONS,
                THREADS);
    }

    /** What is held by flows at once. */
    static List<Column> ofHeld() {
        return List.of(LIVE, THREADS);
    }

    /** What starts are told by. */
    static List<Column> ofStarts() {
        return List.of(number("p50 ms", "%.0f", Results::milliseconds), TO_OPENAI, TO_LANGCHAIN);
    }

    /** The text of a cell. */
    String cell(Results results, String contender) {
        return value.apply(results, contender)
                .filter(number -> !number.isNaN())
                .map(number -> String.format(Locale.ROOT, format, number))
                .orElse("");
    }

    private static Column number(String head, String format, BiFunction<Results, String, Double> value) {
        return new Column(head, value.andThen(Optional::of), format);
    }

    private static Column ratio(String head, String reference) {
        return new Column(head, (results, name) -> results.timeRatio(name, reference), "%.2f");
    }

    private static Column throughput(String head, String reference) {
        return new Column(
                head, (results, name) -> results.timeRatio(name, reference).map(ratio -> 1 / ratio), "%.2f");
    }
}
