package dev.toolflow.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.toolflow.Ref;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.step.ChatStepDefinition;
import dev.toolflow.step.StepDefinition;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.tool.CallReceipt;
import dev.toolflow.tool.TokenUsage;
import dev.toolflow.tool.ToolCallResponse;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Allocation is repeatable where time is not, so that a loss is seen here and not only by the benchmark. */
@Timeout(300)
class AllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int STEPS = 10;
    private static final int RUNS = 20;
    private static final int WARM_UP = 15;
    private static final int BATCHES = 8;

    private static final StepDefinition<Tone, Tone> SOFTEN = ChatStepDefinition.named("soften", Tone.class, Tone.class)
            .description("Softens a tone")
            .instructions("Soften it.")
            .build();
    private static final ToolCallResponse REPLY = new ToolCallResponse(
            "{\"name\":\"calm\",\"shades\":[\"leaf\",\"paper\"]}",
            CallReceipt.none().withUsage(TokenUsage.of(10, 5)));

    record Tone(
            @NotBlank @Size(max = 40) String name,
            @Size(min = 1, max = 5) List<@NotBlank String> shades) {}

    record Tones(List<Tone> all) {}

    private final Tone given = new Tone("loud", List.of("red"));

    @Nested
    class A_step_whose_service_answers_at_once {

        @Test
        void costs_at_most_16_kB_as_one_of_a_chain() {
            ToolFlow<Tone, Tone> flow = ToolFlow.define("chain", Tone.class, AllocationTest::chain);

            assertThat(bytesForEachStep(flow, given)).isLessThan(16_000);
        }

        @Test
        void costs_at_most_16_kB_as_one_of_many_items() {
            ToolFlow<Tones, List<Tone>> flow = ToolFlow.define(
                    "items", Tones.class, (builder, tones) -> builder.each(SOFTEN, tones.map(Tones::all)));

            assertThat(bytesForEachStep(flow, new Tones(Collections.nCopies(STEPS, given))))
                    .isLessThan(16_000);
        }
    }

    private static Ref<Tone> chain(dev.toolflow.FlowBuilder builder, Ref<Tone> tone) {
        Ref<Tone> last = tone;
        for (String id : IntStream.range(0, STEPS).mapToObj(i -> "soften-" + i).toList()) {
            last = builder.step(ToolCallStep.of(SOFTEN).as(id), last);
        }
        return last;
    }

    /** The least of some batches, since the compilers and what other tests left running add to it. */
    private static <I> double bytesForEachStep(ToolFlow<I, ?> flow, I input) {
        try (ToolFlowEngine engine = ToolFlowEngine.create((request, context) -> REPLY)) {
            for (int i = 0; i < WARM_UP; i++) {
                batch(engine, flow, input);
            }
            return IntStream.range(0, BATCHES)
                            .mapToLong(batch -> batch(engine, flow, input))
                            .min()
                            .orElseThrow()
                    / (double) (RUNS * STEPS);
        }
    }

    private static <I> long batch(ToolFlowEngine engine, ToolFlow<I, ?> flow, I input) {
        long before = allocated();
        for (int run = 0; run < RUNS; run++) {
            engine.run(flow, input).output();
        }
        return Math.max(0, allocated() - before);
    }

    /** By all threads of the operating system's that live; those that carry virtual ones live on. */
    private static long allocated() {
        return Arrays.stream(THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds()))
                .filter(bytes -> bytes > 0)
                .sum();
    }
}
