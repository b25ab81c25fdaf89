package dev.toolflow.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** What the contenders of one workload took, by round. Not thread-safe. */
final class Results {
    private final String title;
    private final long bytesACall;
    private final Map<String, List<Answer.Done>> rounds = new LinkedHashMap<>();
    private final Map<String, String> failures = new LinkedHashMap<>();

    /**
     * Begins without any.
     *
     * @param title of the workload
     * @param bytesACall of pictures that one measured call moves; 1 where there are none
     */
    Results(String title, long bytesACall) {
        this.title = title;
        this.bytesACall = bytesACall;
    }

    void add(Contender contender, Answer answer) {
        if (answer instanceof Answer.Done done) {
            rounds.computeIfAbsent(contender.name(), name -> new ArrayList<>()).add(done);
        } else if (answer instanceof Answer.Failed failed) {
            failures.putIfAbsent(contender.name(), failed.why());
        }
    }

    String title() {
        return title;
    }

    /** Every round of every contender that did not fail. */
    Map<String, List<Answer.Done>> rounds() {
        return rounds;
    }

    Map<String, String> failures() {
        return failures;
    }

    double milliseconds(String contender) {
        return median(contender, Answer.Done::milliseconds);
    }

    double cpuMilliseconds(String contender) {
        return median(contender, done -> done.cpuNanos() / 1e6 / done.calls());
    }

    /** The bytes that all threads allocated for each byte of a picture. */
    double allocatedPerByte(String contender) {
        return median(contender, this::allocatedPerByte);
    }

    double allocatedPerByte(Answer.Done done) {
        return (double) done.allocatedBytes() / done.calls() / bytesACall;
    }

    double liveMebibytes(String contender) {
        return median(contender, done -> done.liveBytes() / 1048576.0);
    }

    /** The median of the ratios of the rounds; none where the reference failed. */
    Optional<Double> timeRatio(String contender, String reference) {
        List<Answer.Done> mine = rounds.getOrDefault(contender, List.of());
        List<Answer.Done> others = rounds.getOrDefault(reference, List.of());
        if (mine.isEmpty() || mine.size() != others.size()) {
            return Optional.empty();
        }
        double[] ratios = new double[mine.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = mine.get(i).milliseconds() / others.get(i).milliseconds();
        }
        return Optional.of(Median.of(ratios));
    }

    double median(String contender, ToDoubleFunction<Answer.Done> value) {
        return Median.of(rounds.getOrDefault(contender, List.of()).stream()
                .mapToDouble(value)
                .toArray());
    }
}
