package dev.toolflow.durable;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.ToolFlowResult;
import dev.toolflow.durable.DyingStore.Moment;
import dev.toolflow.store.ImageStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(120)
class DeathInRicherFlowsTest {
    private static final int MOST_COMMITS = 100;
    private static final int MOST_DEATHS = 5;

    static Stream<Arguments> deaths() {
        return Scenario.all().stream()
                .flatMap(scenario -> Stream.of(Moment.values()).map(moment -> Arguments.of(scenario, moment)));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("deaths")
    void at_any_commit_costs_at_most_the_call_in_flight(Scenario scenario, Moment moment) {
        Trial undisturbed = new Trial(scenario, ImageStore.memory(1 << 20));
        ToolFlowResult<String> wanted = undisturbed.ends();
        int commit = 1;
        while (diesOnceAt(commit, new Trial(scenario, ImageStore.memory(1 << 20)), moment, wanted, undisturbed)) {
            commit++;
        }
        assertThat(commit).as("commits").isBetween(4, MOST_COMMITS);
    }

    private static boolean diesOnceAt(
            int commit, Trial trial, Moment moment, ToolFlowResult<String> wanted, Trial undisturbed) {
        boolean died = trial.dies(commit, moment);
        assertThat(commit).isLessThan(MOST_COMMITS);
        try {
            trial.requireSame(trial.ends(), wanted, undisturbed.calls());
        } catch (AssertionError e) {
            throw new AssertionError("dead at commit " + commit, e);
        }
        return died;
    }

    static Stream<Arguments> seeds() {
        List<Scenario> all = Scenario.all();
        return IntStream.range(0, 200).mapToObj(seed -> Arguments.of(seed, all.get(seed % all.size())));
    }

    @ParameterizedTest(name = "seed {0}: {1}")
    @MethodSource("seeds")
    void again_and_again_costs_at_most_one_call_each(int seed, Scenario scenario, @TempDir Path directory) {
        Trial undisturbed = new Trial(scenario, ImageStore.memory(1 << 20));
        ToolFlowResult<String> wanted = undisturbed.ends();
        Random random = new Random(seed);
        Trial trial = new Trial(scenario, ImageStore.directory(directory));
        int deaths = 1 + random.nextInt(MOST_DEATHS);
        for (int death = 0; death < deaths; death++) {
            trial.dies(1 + random.nextInt(6), Moment.values()[random.nextInt(2)]);
        }
        trial.requireSame(trial.ends(), wanted, undisturbed.calls());
    }
}
