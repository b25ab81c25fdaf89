package dev.toolflow.examples.report;

import dev.toolflow.FlowStep;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.step.StepResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The graph of a flow, laid out from left to right: a step stands one column right of the last step it needs. Immutable.
 *
 * @param width of the drawing
 * @param height of the drawing
 * @param nodes the steps, and the input first
 * @param edges as SVG paths
 */
public record GraphView(int width, int height, List<Node> nodes, List<String> edges) {
    private static final int LEAST_WIDTH = 160;
    private static final int LEGIBLE_WIDTH = 700;
    private static final int TEXT_X = 28;
    private static final int PADDING = 14;
    private static final int NODE_HEIGHT = 58;
    private static final int GAP_X = 48;
    private static final int GAP_Y = 26;
    private static final int MARGIN = 12;
    private static final String INPUT = "";
    private static final String COMPLETED = "completed";
    private static final String SKIPPED = "skipped";

    /** Copies the lists. */
    public GraphView {
        nodes = List.copyOf(nodes);
        edges = List.copyOf(edges);
    }

    /**
     * A box.
     *
     * @param label what it says
     * @param x left edge
     * @param y upper edge
     * @param width as of every box of the graph
     */
    public record Node(Label label, int x, int y, int width) {
        /** Where its lines begin. */
        public int textX() {
            return x + TEXT_X;
        }

        /** Height of every box. */
        public int height() {
            return NODE_HEIGHT;
        }
    }

    /**
     * What a box says.
     *
     * @param title its first line
     * @param subtitle its second
     * @param state how the step ended, for its colour
     */
    public record Label(String title, String subtitle, String state) {
        /** What the lines need in any of the page's fonts, of which DejaVu Sans is the widest. */
        int width() {
            return TEXT_X + PADDING + (int) Math.ceil(Math.max(title.length() * 9.0, subtitle.length() * 6.9));
        }
    }

    /** What its words can still be read at; a page that is narrower is scrolled. */
    public int leastWidth() {
        return Math.min(width, LEGIBLE_WIDTH);
    }

    /** Draws a flow as a run left it. */
    public static GraphView of(ToolFlow<?, ?> flow, ToolFlowResult<?> result) {
        Map<String, Integer> columns = columns(flow.steps());
        Map<String, Label> labels = new LinkedHashMap<>();
        columns.keySet().forEach(id -> labels.put(id, label(flow, result, id)));
        int box = labels.values().stream().mapToInt(Label::width).reduce(LEAST_WIDTH, Math::max);
        Map<Integer, List<String>> stacks = new LinkedHashMap<>();
        columns.forEach((id, column) ->
                stacks.computeIfAbsent(column, any -> new ArrayList<>()).add(id));
        int tallest = stacks.values().stream().mapToInt(List::size).max().orElse(1);
        int height = 2 * MARGIN + tallest * NODE_HEIGHT + (tallest - 1) * GAP_Y;
        int width = 2 * MARGIN + stacks.size() * box + (stacks.size() - 1) * GAP_X;
        Map<String, Node> nodes = new LinkedHashMap<>();
        labels.forEach((id, label) -> {
            int column = columns.getOrDefault(id, 0);
            List<String> stack = stacks.getOrDefault(column, List.of());
            int used = stack.size() * NODE_HEIGHT + (stack.size() - 1) * GAP_Y;
            int y = (height - used) / 2 + stack.indexOf(id) * (NODE_HEIGHT + GAP_Y);
            nodes.put(id, new Node(label, MARGIN + column * (box + GAP_X), y, box));
        });
        return new GraphView(width, height, List.copyOf(nodes.values()), edges(flow.steps(), nodes));
    }

    private static Map<String, Integer> columns(List<FlowStep> steps) {
        Map<String, Integer> columns = new LinkedHashMap<>();
        columns.put(INPUT, 0);
        for (FlowStep step : steps) {
            int last = step.after().stream()
                    .mapToInt(id -> columns.getOrDefault(id, 0))
                    .max()
                    .orElse(0);
            columns.put(step.id(), last + 1);
        }
        return columns;
    }

    /** A choice makes nothing of its own: it is made once all is there that it waits for. */
    private static Label label(ToolFlow<?, ?> flow, ToolFlowResult<?> result, String id) {
        if (id.equals(INPUT)) {
            return new Label("input", flow.inputType().getSimpleName(), "input");
        }
        FlowStep step = flow.steps().stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow();
        String kind = step.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        int attempts = results(result, id).stream()
                .mapToInt(each -> each.attempts().size())
                .sum();
        String state = step.kind() == FlowStep.Kind.CHOICE
                ? step.after().stream().map(before -> state(result, before)).reduce(COMPLETED, GraphView::worse)
                : state(result, id);
        String tries = attempts > 1 && !step.each() ? " · " + attempts + " attempts" : "";
        return new Label(id, kind + (step.each() ? " · for each" : "") + tries, state);
    }

    private static List<StepResult<?>> results(ToolFlowResult<?> result, String id) {
        return result.steps().stream()
                .filter(each -> each.id().equals(id) || each.id().startsWith(id + "["))
                .toList();
    }

    private static String state(ToolFlowResult<?> result, String id) {
        return results(result, id).stream()
                .map(each -> each.status().name().toLowerCase(Locale.ROOT))
                .reduce(GraphView::worse)
                .orElse(SKIPPED);
    }

    private static String worse(String one, String other) {
        return one.equals(COMPLETED) ? other : one;
    }

    /** An edge that another way already tells is left out: a step after its parent is after its grandparent too. */
    private static List<String> edges(List<FlowStep> steps, Map<String, Node> nodes) {
        Map<String, List<String>> after = new HashMap<>();
        List<String> edges = new ArrayList<>();
        for (FlowStep step : steps) {
            after.put(step.id(), step.after());
            List<String> parents = step.after().isEmpty() ? List.of(INPUT) : step.after();
            for (String parent : parents) {
                boolean told = parents.stream()
                        .anyMatch(other -> after.getOrDefault(other, List.of()).contains(parent));
                Node from = nodes.get(parent);
                Node to = nodes.get(step.id());
                if (!told && from != null && to != null) {
                    edges.add(path(from, to));
                }
            }
        }
        return edges;
    }

    private static String path(Node from, Node to) {
        int x1 = from.x() + from.width();
        int y1 = from.y() + NODE_HEIGHT / 2;
        int x2 = to.x() - 7;
        int y2 = to.y() + NODE_HEIGHT / 2;
        int bend = (x2 - x1) / 2;
        return "M%d %d C%d %d %d %d %d %d".formatted(x1, y1, x1 + bend, y1, x2 - bend, y2, x2, y2);
    }
}
