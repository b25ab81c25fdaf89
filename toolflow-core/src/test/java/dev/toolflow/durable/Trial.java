package dev.toolflow.durable;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.RunOptions;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.behaviour.Lines;
import dev.toolflow.behaviour.MutableClock;
import dev.toolflow.cache.ResultCache;
import dev.toolflow.durable.DyingStore.Moment;
import dev.toolflow.run.RunStore;
import dev.toolflow.run.StepRecord;
import dev.toolflow.step.Attempt;
import dev.toolflow.store.ImageStore;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.ToolCallRequest;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** One run of a scenario through processes that die, and what must hold of it. For one thread. */
final class Trial {
    private static final RunOptions OPTIONS = RunOptions.defaults().id("trial");

    private final Scenario scenario;
    private final ImageStore images;
    private final MutableClock clock = new MutableClock();
    private final RunStore store = RunStore.memory(clock, Duration.ofSeconds(30));
    private final MockOpenAiToolService mock = Scenario.models();
    private final ResultCache cache = ResultCache.memory(1 << 20);
    /** By step that was accepted when a process died, how often it had been called by then. */
    private final Map<String, Integer> accepted = new HashMap<>();

    private int deaths;

    Trial(Scenario scenario, ImageStore images) {
        this.scenario = scenario;
        this.images = images;
    }

    private ToolFlowEngine process(RunStore seen) {
        return ToolFlowEngine.builder(mock)
                .images(images)
                .clock(clock)
                .callsInFlight(1)
                .resultCache(cache)
                .store(seen)
                .build();
    }

    /** One process, which dies at this commit; returns whether it came so far. */
    boolean dies(int commit, Moment moment) {
        DyingStore dying = DyingStore.at(store, commit, moment);
        try (ToolFlowEngine engine = process(dying)) {
            engine.run(scenario.flow(), Lines.TEA, OPTIONS);
            boolean died = dying.isDead();
            deaths += died ? 1 : 0;
            dying.die();
            clock.advance(Duration.ofSeconds(31));
            store.load("trial").orElseThrow().steps().stream()
                    .filter(StepRecord::isAccepted)
                    .forEach(step -> accepted.putIfAbsent(step.stepId(), calls(step.stepId())));
            return died;
        }
    }

    /** A process that lives long enough. */
    ToolFlowResult<String> ends() {
        try (ToolFlowEngine engine = process(store)) {
            return engine.run(scenario.flow(), Lines.TEA, OPTIONS);
        }
    }

    int calls() {
        return mock.requests().size();
    }

    private int calls(String stepId) {
        return (int) mock.requests().stream()
                .map(ToolCallRequest::stepId)
                .filter(stepId::equals)
                .count();
    }

    /** It ends as it would have without the deaths, for at most one call more for each. */
    void requireSame(ToolFlowResult<String> result, ToolFlowResult<String> undisturbed, int callsOfThat) {
        assertThat(result.status()).as("%s", result.error()).isEqualTo(undisturbed.status());
        assertThat(result.output()).isEqualTo(undisturbed.output());
        assertThat(mock.requests()).hasSizeBetween(callsOfThat, callsOfThat + deaths);
        accepted.forEach((step, calls) -> assertThat(calls(step)).as(step).isEqualTo(calls));
        assertThat(result.steps())
                .extracting(step -> step.id() + " " + step.status())
                .containsExactlyElementsOf(undisturbed.steps().stream()
                        .map(step -> step.id() + " " + step.status())
                        .toList());
        result.steps()
                .forEach(step -> assertThat(step.attempts().stream().map(Attempt::number))
                        .as(step.id())
                        .doesNotHaveDuplicates());
        requireBooks(result);
    }

    /** What the models were asked is in the books: what is known, and calls of which it is not known whether they were made. */
    private void requireBooks(ToolFlowResult<String> result) {
        int counted = result.steps().stream()
                .flatMap(step -> step.attempts().stream())
                .mapToInt(attempt -> attempt.made().calls())
                .sum();
        int unknown = Math.toIntExact(result.usage().unreportedCalls());
        assertThat(unknown).isLessThanOrEqualTo(deaths);
        assertThat(calls()).isBetween(counted - unknown, counted);
        assertThat(result.reserved().calls()).isEqualTo(unknown);
    }
}
