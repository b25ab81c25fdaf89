package dev.toolflow.benchmarks.durable;

import dev.toolflow.Ref;
import dev.toolflow.ToolFlow;
import dev.toolflow.step.ChatStepDefinition;
import dev.toolflow.step.StepDefinition;
import dev.toolflow.step.ToolCallStep;
import java.util.stream.IntStream;

/** What steps are given and make. */
record Word(String text) {
    /** How many steps a flow has. */
    static final int STEPS = 10;

    private static final StepDefinition<Word, Word> SAY = ChatStepDefinition.named("say", Word.class, Word.class)
            .description("Says a word")
            .instructions("Say a word.")
            .build();

    /** Ten steps, each fed by the one before. */
    static final ToolFlow<Word, Word> FLOW = flow("ten-steps", STEPS);

    /** So many steps, each fed by the one before. */
    static ToolFlow<Word, Word> flow(String name, int steps) {
        return ToolFlow.define(name, Word.class, (flow, word) -> {
            Ref<Word> last = word;
            for (String id : IntStream.rangeClosed(1, steps)
                    .mapToObj(step -> "say" + step)
                    .toList()) {
                last = flow.step(ToolCallStep.of(SAY).as(id), last);
            }
            return last;
        });
    }
}
