package dev.toolflow.benchmarks.toolflow;

import com.sun.management.OperatingSystemMXBean;
import dev.toolflow.FlowRun;
import dev.toolflow.Ref;
import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.step.ChatStepDefinition;
import dev.toolflow.step.StepDefinition;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.tool.CallReceipt;
import dev.toolflow.tool.OpenAiToolService;
import dev.toolflow.tool.TokenUsage;
import dev.toolflow.tool.ToolCallException;
import dev.toolflow.tool.ToolCallResponse;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Many flows of three steps, one after the other, all at once, on a service that takes a second for each call: what it costs
 * that the engine keeps count of them. Prints a line for each round.
 */
public final class EngineRush {
    private static final long CALL_MILLIS = 1_000;
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final long MEBI = 1024 * 1024;

    private static final StepDefinition<Word, Word> STEP = ChatStepDefinition.named("say", Word.class, Word.class)
            .description("Says a word")
            .instructions("Say a word.")
            .build();

    private static final ToolFlow<Word, Word> THREE_STEPS = ToolFlow.define("rush", Word.class, (flow, word) -> {
        Ref<Word> last = word;
        for (String id : List.of("first", "second", "third")) {
            last = flow.step(ToolCallStep.of(STEP).as(id), last);
        }
        return last;
    });

    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final OpenAiToolService service = (request, context) -> {
        most.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
        try {
            Thread.sleep(CALL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ToolCallException.Cancelled("interrupted", CallReceipt.none(), e);
        } finally {
            inFlight.decrementAndGet();
        }
        return new ToolCallResponse("{\"text\":\"calm\"}", CallReceipt.none().withUsage(TokenUsage.of(10, 5)));
    };

    /** What steps are given and make. */
    public record Word(String text) {}

    private EngineRush() {}

    /** Runs so many flows at once, so often: {@code <flows> <rounds>}. The first round has all that is cold in it. */
    public static void main(String[] arguments) {
        for (int round = 1; round <= Integer.parseInt(arguments[1]); round++) {
            new EngineRush().run(round, Integer.parseInt(arguments[0]));
        }
    }

    private void run(int round, int flows) {
        try (ToolFlowEngine engine = ToolFlowEngine.builder(service)
                .callsInFlight(flows)
                .runsAdmitted(flows)
                .build()) {
            List<FlowRun<Word>> runs = new ArrayList<>(flows);
            long cpuBefore = SYSTEM.getProcessCpuTime();
            long began = System.nanoTime();
            for (int i = 0; i < flows; i++) {
                runs.add(engine.start(THREE_STEPS, new Word("word " + i)));
            }
            long completed = runs.stream()
                    .map(run -> run.result().join())
                    .filter(result -> result.status() == RunStatus.COMPLETED)
                    .count();
            double seconds = (System.nanoTime() - began) / 1e9;
            double cpu = (SYSTEM.getProcessCpuTime() - cpuBefore) / 1e9;
            System.out.printf(
                    "engine round=%d flows=%d completed=%d seconds=%.2f cpu=%.2f callsAtOnce=%d heapMiB=%d threads=%d%n",
                    round, flows, completed, seconds, cpu, most.get(), heap(), peakThreads());
        }
    }

    /** What the heap may grow to, and did not exceed. */
    private static long heap() {
        return Runtime.getRuntime().maxMemory() / MEBI;
    }

    private static int peakThreads() {
        return ManagementFactory.getThreadMXBean().getPeakThreadCount();
    }
}
