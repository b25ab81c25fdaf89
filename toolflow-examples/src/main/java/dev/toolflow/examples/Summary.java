package dev.toolflow.examples;

import dev.toolflow.ToolFlowResult;
import dev.toolflow.examples.text.Dollars;
import dev.toolflow.step.Attempt;
import dev.toolflow.step.StepResult;
import dev.toolflow.tool.Cost;
import dev.toolflow.tool.TokenUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The table of a run: a row for each step, and for each attempt where a step took several. Immutable. */
final class Summary {
    private static final List<String> HEADS =
            List.of("step", "status", "attempts", "tokens in+out", "cost in USD", "time");

    private final List<List<String>> rows = new ArrayList<>();

    private Summary() {}

    static Summary of(ToolFlowResult<?> result) {
        Summary summary = new Summary();
        summary.rows.add(HEADS);
        int attempts = 0;
        for (StepResult<?> step : result.steps()) {
            attempts += step.attempts().size();
            summary.add(step);
        }
        summary.rows.add(List.of(
                "total",
                lower(result.status()),
                String.valueOf(attempts),
                Amounts.of(result.usage()),
                Dollars.of(result.cost()),
                Amounts.of(result.took())));
        return summary;
    }

    /** The lines of the table. */
    List<String> lines() {
        int[] widths = new int[HEADS.size()];
        rows.forEach(row -> {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        });
        List<String> lines = new ArrayList<>();
        rows.forEach(row -> lines.add(line(row, widths)));
        String rule = "  " + "-".repeat(lines.get(0).length() - 2);
        lines.add(1, rule);
        lines.add(lines.size() - 1, rule);
        return List.copyOf(lines);
    }

    private void add(StepResult<?> step) {
        rows.add(List.of(
                step.id(),
                lower(step.status()),
                String.valueOf(step.attempts().size()),
                tokens(step.usage()),
                dollars(step.cost()),
                Amounts.of(step.took())));
        if (step.attempts().size() > 1) {
            for (Attempt<?> attempt : step.attempts()) {
                rows.add(List.of(
                        "  attempt " + attempt.number(),
                        lower(attempt.getClass().getSimpleName()),
                        "",
                        tokens(attempt.usage()),
                        dollars(attempt.cost()),
                        Amounts.of(attempt.made().took())));
            }
        }
    }

    private static String tokens(TokenUsage usage) {
        return usage.equals(TokenUsage.none()) ? "-" : Amounts.of(usage);
    }

    private static String dollars(Cost cost) {
        return cost.equals(Cost.none()) ? "-" : Dollars.of(cost);
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder(" ");
        for (int i = 0; i < widths.length; i++) {
            String pad = " ".repeat(widths[i] - row.get(i).length());
            line.append(' ').append(i < 2 ? row.get(i) + pad : pad + row.get(i)).append(' ');
        }
        return line.toString().stripTrailing();
    }

    private static String lower(Object name) {
        return name.toString().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
