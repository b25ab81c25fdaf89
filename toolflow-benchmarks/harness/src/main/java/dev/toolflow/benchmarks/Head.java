package dev.toolflow.benchmarks;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;

/** What each report begins with: what it is about, how to read it, when and on what machine it was made. */
final class Head {
    private Head() {}

    /**
     * The first lines of a report.
     *
     * @param page beside it that says how to read it
     * @param facts what else is to be known, a line each
     */
    static String of(String title, String page, List<String> facts) {
        return "# " + title + ", measured on JDK " + Runtime.version().feature()
                + "\n\nWritten by the benchmark; [" + page + "](" + page + ") says how to read it.\n\n- "
                + LocalDate.now(ZoneOffset.UTC) + "; " + Machine.description()
                + facts.stream().collect(Collectors.joining("\n- ", "\n- ", "\n"));
    }
}
