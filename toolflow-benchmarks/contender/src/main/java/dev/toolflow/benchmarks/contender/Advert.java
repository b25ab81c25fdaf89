package dev.toolflow.benchmarks.contender;

import java.io.Serializable;
import java.util.List;

/** What the third step makes of a palette. */
public record Advert(String job, String headline, String body, List<String> hashtags, boolean ready)
        implements Serializable {
    /** What the server answers for an order of this number. */
    static Advert expected(long number) {
        return new Advert(
                "job-" + number + "-3",
                "Tea number " + number + ", \"as it was meant\"",
                "Leaves that were picked by hand, dried in the shade and packed where they grew. A tin keeps them for"
                        + " two years; a minute and a half in water that has just stopped boiling is all they ask for.",
                List.of("#tea", "#leaf" + number, "#slow"),
                true);
    }
}
