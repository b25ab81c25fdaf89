package dev.toolflow.examples.runs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.toolflow.StoredRuns;
import dev.toolflow.examples.text.Ages;
import dev.toolflow.examples.text.Dollars;
import dev.toolflow.examples.text.Table;
import dev.toolflow.run.RunRecord;
import dev.toolflow.run.RunStore;
import dev.toolflow.tool.Cost;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** One run, in full but for what it was given and made. Immutable. */
public final class RunPage {
    private static final int LONGEST_ANSWER = 200;

    private final RunSummary summary;
    private final Commands commands;
    private final Instant now;

    private RunPage(RunSummary summary, Commands commands, Instant now) {
        this.summary = summary;
        this.commands = commands;
        this.now = now;
    }

    /** This run, as it is now, with the commands that go on with it. */
    public static RunPage of(RunSummary summary, Commands commands, Instant now) {
        return new RunPage(summary, commands, now);
    }

    /** The command lines that go on with a run, for who has only the page. */
    public interface Commands {
        /** Answers this question of it. */
        String answer(String approvalId);

        /** Goes on with it. */
        String goOn();
    }

    /** The lines, in tables of at most this width, where that can be. */
    public List<String> lines(int width) {
        List<String> lines = new ArrayList<>(head());
        lines.add("");
        lines.addAll(steps().lines(width));
        if (!summary.open().isEmpty()) {
            lines.add("");
            lines.add(
                    Standing.of(summary.run(), now).worker().isPresent()
                            ? "Calls that are under way:"
                            : "Calls whose outcome is not known; they may have been paid:");
            lines.addAll(open().lines(width));
        }
        lines.addAll(questions());
        if (!summary.pictures().isEmpty()) {
            lines.add("");
            lines.addAll(pictures().lines(width));
        }
        return lines;
    }

    private List<String> questions() {
        List<String> lines = new ArrayList<>();
        if (!summary.decided().isEmpty()) {
            lines.add("");
            lines.add("Decided:");
            summary.decided()
                    .forEach(each ->
                            lines.add("  %s: %s (%s)".formatted(each.id(), shortened(each.answer()), at(each.at()))));
        }
        if (!summary.waiting().isEmpty()) {
            lines.add("");
            lines.add("Waits for an answer to: "
                    + summary.waiting().stream().map(RunPage::inWords).collect(Collectors.joining(", ")));
            summary.waiting().forEach(asked -> lines.add("  to answer: " + commands.answer(asked.id())));
        }
        if (summary.isDecided()) {
            lines.add("  to go on: " + commands.goOn());
        }
        return lines;
    }

    private static String shortened(JsonNode answer) {
        String text = answer.toString();
        return text.length() <= LONGEST_ANSWER ? text : text.substring(0, LONGEST_ANSWER - 3) + "...";
    }

    private String at(String time) {
        return Ages.both(Instant.parse(time), now);
    }

    private static String inWords(RunSummary.Asked asked) {
        return asked.id() + (asked.answerType().isEmpty() ? "" : " (" + asked.answerType() + ")");
    }

    private List<String> head() {
        RunRecord run = summary.run();
        List<String> lines = new ArrayList<>();
        line(lines, "run", run.id());
        line(lines, "flow", run.flow());
        run.run().tenantIfAny().ifPresent(tenant -> line(lines, "tenant", tenant));
        Standing standing = Standing.of(run, now);
        line(
                lines,
                "status",
                standing.wordsWithCancel() + (summary.isDecided() ? ", decided and not gone on with yet" : ""));
        line(lines, "begun", Ages.both(run.times().created(), now));
        line(lines, "changed", Ages.both(run.times().updated(), now));
        Instant ended = run.times().ended();
        if (ended != null) {
            line(lines, "ended", Ages.both(ended, now));
        }
        standing.owner().ifPresent(owner -> line(lines, "owner", owner));
        history(lines, run);
        line(lines, "cost", Dollars.inWords(summary.cost()));
        return lines;
    }

    private static void history(List<String> lines, RunRecord run) {
        String most = " of " + RunStore.MOST_RECOVERIES + " times without getting on";
        if (run.recoveries() > 0) {
            line(lines, "recovered", Math.min(run.recoveries(), RunStore.MOST_RECOVERIES) + most);
        }
        String origin = run.run().forkedFrom();
        if (origin != null) {
            line(lines, "forked", "from " + origin);
        }
    }

    private Table steps() {
        Table table = Table.of(
                Table.left("step"),
                Table.left("status"),
                Table.right("attempts"),
                Table.right("calls"),
                Table.left("model"),
                Table.right("cost in USD"));
        summary.steps()
                .forEach(step -> table.add(
                        step.id(),
                        step.status().toLowerCase(Locale.ROOT),
                        number(step.attempts()),
                        number(step.calls()),
                        String.join(", ", step.models()),
                        step.cost().equals(Cost.none()) ? "" : Dollars.of(step.cost())));
        return table;
    }

    private Table open() {
        Table table =
                Table.of(Table.left("step"), Table.right("attempt"), Table.left("model"), Table.right("was made"));
        summary.open()
                .forEach(call -> table.add(
                        call.place().stepId(),
                        number(call.place().attempt()),
                        call.place().model(),
                        Ages.of(call.intendedAt(), now)));
        return table;
    }

    private Table pictures() {
        Table table = Table.of(Table.left("picture"), Table.left("type"), Table.right("KiB"), Table.left("step"));
        summary.pictures()
                .forEach((step, blobs) -> blobs.forEach(blob ->
                        table.add(blob.sha256().substring(0, 12), blob.mime(), number(blob.sizeBytes() / 1024), step)));
        return table;
    }

    private static String number(long number) {
        return number == 0 ? "" : String.valueOf(number);
    }

    private static void line(List<String> lines, String label, String text) {
        lines.add("  %-9s  %s".formatted(label, text));
    }

    /**
     * {@code run, steps[{id, status, attempts, calls, models[], costUsd, unpricedCalls}], openCalls[{id, stepId, attempt, model,
     * intended}], waiting[{id, answerType}], decisions[{id, at, answer}], pictures[{stepId, sha256, mime, sizeBytes}], costUsd, unpricedCalls}, with the same names for ever.
     */
    public ObjectNode json(StoredRuns runs) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.set("run", RunContent.json(summary.run(), runs));
        ArrayNode steps = json.putArray("steps");
        summary.steps().forEach(step -> steps.add(of(step)));
        ArrayNode open = json.putArray("openCalls");
        summary.open()
                .forEach(call -> open.addObject()
                        .put("id", call.id())
                        .put("stepId", call.place().stepId())
                        .put("attempt", call.place().attempt())
                        .put("model", call.place().model())
                        .put("intended", call.intendedAt().toString()));
        ArrayNode waiting = json.putArray("waiting");
        summary.waiting()
                .forEach(asked -> waiting.addObject().put("id", asked.id()).put("answerType", asked.answerType()));
        decisions(json.putArray("decisions"));
        pictures(json.putArray("pictures"));
        put(json, summary.cost());
        return json;
    }

    private void decisions(ArrayNode decisions) {
        summary.decided()
                .forEach(each -> decisions
                        .addObject()
                        .put("id", each.id())
                        .put("at", each.at())
                        .set("answer", each.answer()));
    }

    private void pictures(ArrayNode pictures) {
        summary.pictures()
                .forEach((step, blobs) -> blobs.forEach(blob -> pictures.addObject()
                        .put("sha256", blob.sha256())
                        .put("mime", blob.mime())
                        .put("sizeBytes", blob.sizeBytes())
                        .put("stepId", step)));
    }

    private static ObjectNode of(RunSummary.Step step) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", step.id());
        json.put("status", step.status());
        json.put("attempts", step.attempts());
        json.put("calls", step.calls());
        ArrayNode models = json.putArray("models");
        step.models().forEach(models::add);
        put(json, step.cost());
        return json;
    }

    private static void put(ObjectNode json, Cost cost) {
        json.put("costUsd", cost.usd());
        json.put("unpricedCalls", cost.unpricedCalls());
    }
}
