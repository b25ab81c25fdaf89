package dev.toolflow.benchmarks.toolflow;

import dev.toolflow.Ref;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.benchmarks.contender.Meter;
import dev.toolflow.step.ChatStepDefinition;
import dev.toolflow.step.StepDefinition;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.tool.CallReceipt;
import dev.toolflow.tool.TokenUsage;
import dev.toolflow.tool.ToolCallResponse;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * What a step takes in short and in long flows, and as one of many items, on a service that answers at once: a line for each
 * measurement, {@code row,<shape>,<steps>,<round>,<nanoseconds a step>,<bytes a step>,<nanoseconds of CPU a step>}; round 0 does
 * not count.
 */
public final class Growth {
    private static final StepDefinition<Word, Word> SAY = ChatStepDefinition.named("say", Word.class, Word.class)
            .description("Says a word")
            .instructions("Say a word.")
            .build();
    private static final Word EXPECTED = new Word("calm");

    private final ToolFlowEngine engine;
    private final int steps;

    /** What steps are given and make. */
    record Word(String text) {}

    /** What each is fed with many times. */
    record Words(List<Word> all) {}

    private Growth(ToolFlowEngine engine, int steps) {
        this.engine = engine;
        this.steps = steps;
    }

    /** Takes the number of steps that each measurement has at least, and of rounds. */
    public static void main(String[] arguments) {
        int steps = Integer.parseInt(arguments[0]);
        ToolCallResponse reply =
                new ToolCallResponse("{\"text\":\"calm\"}", CallReceipt.none().withUsage(TokenUsage.of(10, 5)));
        try (ToolFlowEngine engine = ToolFlowEngine.create((request, context) -> reply)) {
            Growth growth = new Growth(engine, steps);
            for (int round = 0; round <= Integer.parseInt(arguments[1]); round++) {
                for (int length : new int[] {10, 100, 1_000}) {
                    growth.chain(round, length);
                }
                for (int items : new int[] {100, 10_000}) {
                    growth.each(round, items);
                }
            }
        }
    }

    private void chain(int round, int length) {
        ToolFlow<Word, Word> flow = ToolFlow.define("chain", Word.class, (builder, word) -> {
            Ref<Word> last = word;
            for (int i = 0; i < length; i++) {
                last = builder.step(ToolCallStep.of(SAY).as("say-" + i), last);
            }
            return last;
        });
        int flows = Math.max(1, steps / length);
        Meter meter = new Meter();
        for (int i = 0; i < flows; i++) {
            require(engine.run(flow, new Word("word " + i)).output().equals(EXPECTED));
        }
        print("chain," + length, round, meter.read(), flows * length);
    }

    private void each(int round, int items) {
        ToolFlow<Words, List<Word>> flow =
                ToolFlow.define("each", Words.class, (builder, words) -> builder.each(SAY, words.map(Words::all)));
        Words words = new Words(Collections.nCopies(items, new Word("word")));
        List<Word> expected = Collections.nCopies(items, EXPECTED);
        int flows = Math.max(1, steps / items);
        Meter meter = new Meter();
        for (int i = 0; i < flows; i++) {
            require(engine.run(flow, words).output().equals(expected));
        }
        print("each," + items, round, meter.read(), flows * items);
    }

    private static void require(boolean asExpected) {
        if (!asExpected) {
            throw new IllegalStateException("a flow made something else");
        }
    }

    private static void print(String shape, int round, Meter.Reading reading, int steps) {
        System.out.printf(
                Locale.ROOT,
                "row,%s,%d,%.1f,%.1f,%.1f%n",
                shape,
                round,
                (double) reading.nanos() / steps,
                (double) reading.allocatedBytes() / steps,
                (double) reading.cpuNanos() / steps);
    }
}
