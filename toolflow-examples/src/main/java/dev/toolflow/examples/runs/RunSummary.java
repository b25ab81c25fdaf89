package dev.toolflow.examples.runs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.toolflow.run.CallRecord;
import dev.toolflow.run.DecisionRecord;
import dev.toolflow.run.RunPhase;
import dev.toolflow.run.RunRecord;
import dev.toolflow.run.StepRecord;
import dev.toolflow.run.StoredRun;
import dev.toolflow.tool.Cost;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What is to be known of a run without reading what it made. Immutable.
 *
 * @param run the run
 * @param steps its steps, and those that only have calls yet
 * @param open the calls of which nobody knows what came of them
 * @param waiting what it waits for and nobody has decided
 * @param decided what was decided
 * @param pictures its pictures by the ids of their steps
 * @param attributes what it was begun with beside its input; empty where that cannot be read
 * @param allowance what it may spend, and has spent
 */
public record RunSummary(
        RunRecord run,
        List<Step> steps,
        List<CallRecord> open,
        List<Asked> waiting,
        List<Decided> decided,
        Map<String, List<StepRecord.Blob>> pictures,
        Map<String, String> attributes,
        Allowance allowance) {
    private static final String BEGUN = "BEGUN";
    private static final String WAITING = "WAITING";

    /** Copies the lists. */
    public RunSummary {
        steps = List.copyOf(steps);
        open = List.copyOf(open);
        waiting = List.copyOf(waiting);
        decided = List.copyOf(decided);
    }

    /**
     * A step by its calls.
     *
     * @param id the id path
     * @param status how it stands; {@code BEGUN} where nothing but calls is kept of it
     * @param attempts how many of its attempts have called
     * @param calls how many calls
     * @param models the models that were asked
     * @param cost what its calls cost, with those of which it is not known
     */
    public record Step(String id, String status, int attempts, int calls, Set<String> models, Cost cost) {}

    /**
     * What a run waits for.
     *
     * @param id the id path of the approval
     * @param answerType the simple name of the answer's type; empty where that is not known
     */
    public record Asked(String id, String answerType) {}

    /**
     * What a person decided.
     *
     * @param id the id path of the approval
     * @param at when, in ISO-8601
     * @param answer what they said, as JSON
     */
    public record Decided(String id, String at, JsonNode answer) {}

    /** What is to be known of this run. */
    public static RunSummary of(RunContent content) {
        StoredRun run = content.stored();
        Map<String, List<StepRecord.Blob>> pictures = new LinkedHashMap<>();
        run.steps().stream()
                .filter(step -> !step.blobs().isEmpty())
                .forEach(step -> pictures.put(step.stepId(), step.blobs()));
        return new RunSummary(
                run.record(),
                steps(content),
                run.calls().stream().filter(CallRecord::isOpen).toList(),
                waiting(content),
                decided(content),
                pictures,
                attributes(content.options().path("attributes")),
                Allowance.of(content));
    }

    private static Map<String, String> attributes(JsonNode kept) {
        Map<String, String> attributes = new LinkedHashMap<>();
        kept.forEach(each ->
                attributes.put(each.path("key").asText(), each.path("value").asText()));
        return attributes;
    }

    /** The open calls of steps that were not accepted since: those that are made again when the run goes on. */
    public List<CallRecord> inFlight() {
        Set<String> accepted = steps.stream()
                .filter(step -> step.status().equals(StepRecord.COMPLETED))
                .map(Step::id)
                .collect(Collectors.toSet());
        return open.stream()
                .filter(call -> !accepted.contains(call.place().stepId()))
                .toList();
    }

    /** What all calls cost. */
    public Cost cost() {
        return steps.stream().map(Step::cost).reduce(Cost.none(), Cost::plus);
    }

    /** Whether all that it waits for is decided, and nobody has gone on with it since. */
    public boolean isDecided() {
        return run.phase() == RunPhase.WAITING && waiting.isEmpty() && !decided.isEmpty();
    }

    private static List<Decided> decided(RunContent content) {
        List<Decided> decided = new ArrayList<>();
        content.decisions()
                .forEach(each -> decided.add(new Decided(
                        each.path("approvalId").asText(), each.path("at").asText(), each.path("answer"))));
        return decided;
    }

    private static List<Step> steps(RunContent content) {
        Map<String, List<CallRecord>> calls = content.stored().calls().stream()
                .collect(Collectors.groupingBy(call -> call.place().stepId(), LinkedHashMap::new, Collectors.toList()));
        List<Step> steps = new ArrayList<>();
        for (StepRecord step : content.stored().steps()) {
            List<CallRecord> ofStep = calls.remove(step.stepId());
            steps.add(step(step.stepId(), step.status(), ofStep == null ? List.of() : ofStep, content));
        }
        calls.forEach((id, ofStep) -> steps.add(step(id, BEGUN, ofStep, content)));
        return steps;
    }

    private static Step step(String id, String status, List<CallRecord> calls, RunContent content) {
        Set<String> models = new TreeSet<>();
        Set<Integer> attempts = new TreeSet<>();
        Cost cost = Cost.none();
        for (CallRecord call : calls) {
            models.add(call.place().model());
            attempts.add(call.place().attempt());
            cost = cost.plus(cost(content.outcome(call)));
        }
        return new Step(id, status, attempts.size(), calls.size(), models, cost);
    }

    private static Cost cost(JsonNode outcome) {
        JsonNode cost = outcome.path("cost");
        return cost.isObject()
                ? new Cost(
                        cost.path("usd").decimalValue(),
                        cost.path("unpricedCalls").asLong())
                : Cost.unpriced();
    }

    /** What it says when it began to wait; where that cannot be read, the steps that wait. */
    private static List<Asked> waiting(RunContent content) {
        StoredRun run = content.stored();
        if (run.record().phase() != RunPhase.WAITING) {
            return List.of();
        }
        List<Asked> asked = new ArrayList<>();
        JsonNode said = content.end().path("waiting");
        said.forEach(question -> asked.add(new Asked(
                question.path("id").asText(), question.path("answerType").asText())));
        run.steps().stream()
                .filter(step -> said.isMissingNode() && step.status().equals(WAITING))
                .forEach(step -> asked.add(new Asked(step.stepId(), "")));
        Set<String> decided =
                run.decisions().stream().map(DecisionRecord::approvalId).collect(Collectors.toSet());
        return asked.stream()
                .filter(question -> !decided.contains(question.id()))
                .toList();
    }
}
