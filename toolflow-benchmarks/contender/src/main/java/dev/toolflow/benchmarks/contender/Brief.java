package dev.toolflow.benchmarks.contender;

import java.io.Serializable;
import java.util.List;

/** What the first step makes of an order. */
public record Brief(String job, String name, String audience, int year, List<String> strengths)
        implements Serializable {
    /** What the server answers for an order of this number. */
    static Brief expected(long number) {
        return new Brief(
                "job-" + number + "-1",
                "Leaf " + number,
                "People who drink tea at work and want it to taste of something",
                1900 + (int) (number % 100),
                List.of("calm", "plain", "made to last", "batch " + number));
    }
}
