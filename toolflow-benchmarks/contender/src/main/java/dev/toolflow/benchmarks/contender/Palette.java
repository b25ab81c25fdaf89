package dev.toolflow.benchmarks.contender;

import java.io.Serializable;
import java.util.List;

/** What the second step makes of a brief. */
public record Palette(String job, String mood, List<Colour> colours) implements Serializable {

    /** One colour and the part of the surface that it has. */
    public record Colour(String name, String hex, double share) implements Serializable {}

    /** What the server answers for an order of this number. */
    static Palette expected(long number) {
        return new Palette(
                "job-" + number + "-2",
                "Quiet and warm, " + number,
                List.of(
                        new Colour("leaf", "#2E5339", 0.5),
                        new Colour("paper", "#F4EDE1", 0.25),
                        new Colour("copper", "#B5651D", 0.125),
                        new Colour("night", "#1B1B2F", 0.125)));
    }
}
