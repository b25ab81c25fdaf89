package dev.toolflow.examples;

import dev.toolflow.FlowStep;
import dev.toolflow.ToolFlow;
import dev.toolflow.examples.runs.RunSummary;
import dev.toolflow.run.RunPhase;
import dev.toolflow.run.StepRecord;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Says what an earlier process left of a run. Immutable. */
final class Found {
    private final RunSummary run;
    private final ToolFlow<?, ?> flow;
    private final String where;

    Found(RunSummary run, ToolFlow<?, ?> flow, String where) {
        this.run = run;
        this.flow = flow;
        this.where = where;
    }

    /** In one line. */
    String words() {
        RunPhase phase = run.run().phase();
        String found = "Run " + run.run().id() + " found in " + where + ": ";
        if (phase == RunPhase.COMPLETED || phase == RunPhase.PARTIAL) {
            return found + "it is done; this is what it made, and nothing is called";
        }
        int calls = run.inFlight().size();
        String open = switch (calls) {
            case 0 -> "";
            case 1 -> ", 1 call was in flight and may be paid again";
            default -> ", " + calls + " calls were in flight and may be paid again";
        };
        String ended = phase.isEnded()
                ? "it ended as " + phase.name().toLowerCase(Locale.ROOT).replace('_', ' ') + ", "
                : "";
        return found + ended + accepted() + open + "; going on";
    }

    private String accepted() {
        Set<String> called = flow.steps().stream()
                .filter(step -> step.kind() != FlowStep.Kind.CHOICE && step.kind() != FlowStep.Kind.APPROVAL)
                .map(FlowStep::id)
                .collect(Collectors.toSet());
        List<String> accepted = run.steps().stream()
                .filter(step -> step.status().equals(StepRecord.COMPLETED))
                .map(RunSummary.Step::id)
                .filter(called::contains)
                .toList();
        return accepted.size() + " of " + called.size() + " steps accepted";
    }
}
