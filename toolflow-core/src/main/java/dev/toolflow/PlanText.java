package dev.toolflow;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.toolflow.budget.Spending;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes plans, for people and for programs. */
final class PlanText {
    private static final List<String> HEAD =
            List.of("step", "tool", "model", "times", "calls", "images", "tokens", "US dollars");
    private static final int FIRST_NUMBER = 3;
    private static final int DECIMALS = 4;

    private PlanText() {}

    static String of(FlowPlan plan) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEAD);
        plan.steps().forEach(step -> rows.add(row(step)));
        rows.add(row(List.of("total", "", "", ""), plan.most(), plan.unknown().isEmpty(), ""));
        StringBuilder text = new StringBuilder("Plan of flow '" + plan.flow() + "', at worst\n\n");
        int[] widths = widths(rows);
        rows.forEach(row -> text.append(line(row, widths)));
        list("Not known, and not in the total:", plan.unknown(), text);
        list("Assumed:", plan.assumed(), text);
        return text.toString();
    }

    private static List<String> row(PlannedStep step) {
        boolean counted = step.times().isPresent();
        String times = counted ? whole(step.times().getAsLong()) : "?";
        String each = counted ? "" : " each";
        return row(
                List.of(step.id(), step.tool(), step.model(), times),
                step.most(),
                step.unknown().isEmpty(),
                each);
    }

    private static List<String> row(List<String> start, Spending most, boolean isKnown, String each) {
        List<String> row = new ArrayList<>(start);
        row.add(whole(most.calls()) + each);
        row.add(whole(most.images()) + each);
        row.add(whole(most.tokens()) + each);
        row.add(dollars(most.usd()) + (isKnown ? "" : "+?") + each);
        return row;
    }

    private static int[] widths(List<List<String>> rows) {
        int[] widths = new int[HEAD.size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        return widths;
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String pad = " ".repeat(widths[i] - row.get(i).length());
            line.append(i == 0 ? "" : "  ").append(i < FIRST_NUMBER ? row.get(i) + pad : pad + row.get(i));
        }
        return line.toString().stripTrailing() + "\n";
    }

    private static void list(String title, List<String> sentences, StringBuilder text) {
        if (!sentences.isEmpty()) {
            text.append("\n").append(title).append("\n");
            sentences.forEach(sentence -> text.append("- ").append(sentence).append("\n"));
        }
    }

    /** What stands below a step's id in a chart. */
    static String label(PlannedStep step) {
        if (step.model().isEmpty()) {
            return "";
        }
        String each = step.times().isPresent() ? "" : " each";
        return "<br/>" + FlowChart.escaped(step.model()) + "<br/>calls ≤ "
                + whole(step.most().calls()) + ", USD ≤ " + dollars(step.most().usd()) + each
                + (step.unknown().isEmpty() ? "" : " + ?");
    }

    static String json(FlowPlan plan) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("flow", plan.flow());
        ArrayNode steps = json.putArray("steps");
        for (PlannedStep step : plan.steps()) {
            ObjectNode one = steps.addObject();
            one.put("id", step.id()).put("tool", step.tool()).put("model", step.model());
            one.set(
                    "times",
                    step.times().isPresent()
                            ? JsonNodeFactory.instance.numberNode(step.times().getAsLong())
                            : JsonNodeFactory.instance.nullNode());
            one.set("most", ResultJson.of(step.most()));
            step.assumed().forEach(one.putArray("assumed")::add);
            step.unknown().forEach(one.putArray("unknown")::add);
        }
        json.set("most", ResultJson.of(plan.most()));
        return json.toString();
    }

    /** The greatest number stands for all that are greater. */
    private static String whole(long number) {
        return number == Long.MAX_VALUE
                ? "more than " + whole(Long.MAX_VALUE - 1)
                : String.format(Locale.ROOT, "%,d", number);
    }

    /** Rounded up, since a bound that is rounded down is none. */
    private static String dollars(BigDecimal usd) {
        return usd.setScale(DECIMALS, RoundingMode.CEILING).toPlainString();
    }
}
