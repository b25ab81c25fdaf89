package dev.toolflow.benchmarks.contender;

import java.io.Serializable;

/**
 * What a flow begins with. Serializable, as LangGraph4j asks of all that it keeps.
 *
 * @param job {@code job-<number>-0}; the server answers with what belongs to it, and with the next job's name
 * @param product what is to be sold
 */
public record Order(String job, String product) implements Serializable {
    static Order number(long number) {
        return new Order("job-" + number + "-0", "Tea in a tin, number " + number);
    }
}
