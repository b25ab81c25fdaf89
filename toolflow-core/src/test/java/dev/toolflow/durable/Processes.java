package dev.toolflow.durable;

import static dev.toolflow.behaviour.Lines.TEA;

import dev.toolflow.Durability;
import dev.toolflow.EngineBuilder;
import dev.toolflow.FlowRun;
import dev.toolflow.RunOptions;
import dev.toolflow.StoredRuns;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.behaviour.Lines;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.behaviour.MutableClock;
import dev.toolflow.budget.ModelPrice;
import dev.toolflow.budget.PriceList;
import dev.toolflow.run.RunPhase;
import dev.toolflow.run.RunRecord;
import dev.toolflow.run.RunStore;
import dev.toolflow.run.StoredRun;
import dev.toolflow.store.ImageStore;
import dev.toolflow.testing.MockOpenAiToolService;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Processes, each with an engine of its own, around one store of runs; its clock stands still until it is moved. */
final class Processes implements AutoCloseable {
    static final PriceList PRICES = PriceList.empty()
            .with("gpt-5.4-mini", ModelPrice.perMillion("5", "5"))
            .with("gpt-image-2", ModelPrice.perMillion("5", "5").imageOutput("25"));

    private static final Duration LEASE = Duration.ofSeconds(30);

    final MutableClock clock = new MutableClock();
    final RunStore store = RunStore.memory(clock, LEASE);
    final ImageStore images = ImageStore.memory(1 << 20);
    final MockOpenAiToolService mock = MockOpenAiToolService.create();
    private final List<Mortal> begun = new CopyOnWriteArrayList<>();

    /** A process that may die at any time. */
    record Mortal(ToolFlowEngine engine, DyingStore store) {
        /** From now on nothing that it does reaches the store. */
        void dies() {
            store.die();
            engine.close();
        }
    }

    /** An engine without a store, of a process to be. */
    EngineBuilder builder() {
        return ToolFlowEngine.builder(mock).images(images).clock(clock).prices(PRICES);
    }

    ToolFlowEngine begin() {
        return mortal().engine();
    }

    /** A process that keeps runs in this way. */
    ToolFlowEngine begin(Durability how) {
        return begin(builder().durability(how));
    }

    /** A process whose engine takes one run at a time. */
    ToolFlowEngine narrow() {
        return begin(builder().store(store).runsAdmitted(1));
    }

    ToolFlowEngine begin(EngineBuilder builder) {
        ToolFlowEngine engine = builder.build();
        begun.add(new Mortal(engine, DyingStore.at(store, Integer.MAX_VALUE, DyingStore.Moment.BEFORE)));
        return engine;
    }

    Mortal mortal() {
        return mortal(Integer.MAX_VALUE);
    }

    /** Dies when it would commit so often. */
    Mortal mortal(int commit) {
        return mortal(DyingStore.at(store, commit, DyingStore.Moment.BEFORE));
    }

    /** Dies when it would write what came of so many calls. */
    Mortal mortalAtSettlement(int call) {
        return mortal(DyingStore.atSettlement(store, call));
    }

    private Mortal mortal(DyingStore seen) {
        Mortal mortal = new Mortal(builder().store(seen).build(), seen);
        begun.add(mortal);
        return mortal;
    }

    /** A process without an engine. */
    StoredRuns elsewhere() {
        return StoredRuns.of(Durability.in(store));
    }

    /** The leases of dead processes end. */
    void leasesEnd() {
        clock.advance(LEASE.plusSeconds(1));
    }

    RunPhase phase(String runId) {
        return record(runId).phase();
    }

    RunRecord record(String runId) {
        return stored(runId).record();
    }

    StoredRun stored(String runId) {
        return store.load(runId).orElseThrow();
    }

    /** How often a line was asked for. */
    int lines() {
        return mock.requests(Lines.WRITE).size();
    }

    /** A run whose process dies before it writes anything of it. */
    void dead(ToolFlow<Topic, ?> flow, String id) {
        Mortal mortal = mortal(1);
        mortal.engine().run(flow, TEA, RunOptions.defaults().id(id));
        mortal.dies();
    }

    /** The ids of these runs, once they have ended. */
    static List<String> ids(List<FlowRun<?>> runs) {
        runs.forEach(run -> run.result().join());
        return runs.stream().map(FlowRun::id).sorted().toList();
    }

    @Override
    public void close() {
        begun.forEach(mortal -> mortal.engine().close());
    }
}
