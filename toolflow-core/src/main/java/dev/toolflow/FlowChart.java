package dev.toolflow;

import dev.toolflow.step.StepAudit;
import dev.toolflow.step.ToolCallStep;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Draws a graph as a Mermaid flowchart. A node with steps within is a frame that holds a box of its own and theirs: arrows
 * come in at the box and go out from the frame. A box that is named within a frame belongs to it, so arrows from outside are
 * drawn behind the outermost. For one thread.
 */
final class FlowChart {
    private final StringBuilder chart = new StringBuilder("flowchart LR\n  n0([input])\n");
    private final Map<FlowDraft, Area> areas = new HashMap<>();

    private final List<String> crossing = new ArrayList<>();
    private int depth;

    private final Map<String, String> notes;

    private FlowChart(Map<String, String> notes) {
        this.notes = notes;
    }

    /** Where the nodes of a graph are drawn: what their names begin with, and the arrow to those that wait for no other. */
    private record Area(String names, String head, String prefix, FlowGraph graph) {
        String box(FlowNode<?, ?> node) {
            return names + node.slot();
        }

        /** Where arrows come from. */
        String exit(int slot) {
            FlowNode<?, ?> node = graph.node(slot);
            return box(node) + (node.inner().isEmpty() ? "" : "g");
        }
    }

    static String of(FlowGraph graph) {
        return of(graph, Map.of());
    }

    /** @param notes what stands below the name of a step, as Mermaid has it, by the step's path */
    static String of(FlowGraph graph, Map<String, String> notes) {
        FlowChart drawn = new FlowChart(notes);
        drawn.draw(new Area("n", "n0 --> ", "", graph));
        return drawn.chart.toString();
    }

    private void draw(Area area) {
        areas.put(area.graph().owner(), area);
        for (FlowNode<?, ?> node : area.graph().nodes()) {
            String box = area.box(node);
            if (node.inner().isEmpty()) {
                String label = node.id() + (node instanceof FlowNode.Each ? "[*]" : "");
                boolean asks = node instanceof FlowNode.Approve;
                line(box + (asks ? "[\\" : "[") + noted(label, area.prefix() + label) + (asks ? "/]" : "]"));
                arrows(area, node);
                audits(new Area(box, "", area.prefix(), area.graph()), label, node.step());
            } else {
                frame(node, box, area.prefix());
                arrows(area, node);
            }
        }
    }

    private void frame(FlowNode<?, ?> node, String box, String prefix) {
        boolean chooses = node instanceof FlowNode.Choose;
        depth++;
        line("subgraph " + box + "g[" + quoted(title(node)) + "]");
        line(box + (chooses ? "{" : "{{") + quoted(node.id()) + (chooses ? "}" : "}}"));
        List<FlowNode.Part> parts = node.inner();
        for (int i = 0; i < parts.size(); i++) {
            String arrow = chooses ? box + " -->|" + (i == 0 ? "yes" : "no") + "| " : box + " --> ";
            draw(new Area(
                    box + (i == 0 ? "x" : "y"),
                    arrow,
                    prefix + parts.get(i).prefix(),
                    parts.get(i).body().graph()));
        }
        line("end");
        if (--depth == 0) {
            crossing.forEach(this::line);
            crossing.clear();
        }
    }

    private static String title(FlowNode<?, ?> node) {
        if (node instanceof FlowNode.Repeat<?> loop) {
            return node.id() + ": up to " + loop.max() + (loop.max() == 1 ? " round" : " rounds");
        } else if (node instanceof FlowNode.Subflow<?, ?> sub) {
            return node.id() + ": " + sub.flow().name();
        } else if (node instanceof FlowNode.EachFlow<?, ?> each) {
            return node.id() + "[*]: " + each.flow().name();
        }
        return node.id();
    }

    private void arrows(Area area, FlowNode<?, ?> node) {
        Set<String> from = new LinkedHashSet<>();
        for (int slot : area.graph().before().get(node.slot())) {
            from.add(area.exit(slot));
        }
        if (from.isEmpty()) {
            line(area.head() + area.box(node));
        }
        for (Ref.Source<?> source : area.graph().needs(node)) {
            if (source.draft() != area.graph().owner() && source.slot() != FlowBuilder.INPUT_SLOT) {
                crossing.add(around(source).exit(source.slot()) + " --> " + area.box(node));
            }
        }
        from.forEach(box -> line(box + " --> " + area.box(node)));
    }

    private Area around(Ref.Source<?> source) {
        Area area = areas.get(source.draft());
        if (area == null) {
            throw new IllegalStateException(source + " is drawn nowhere");
        }
        return area;
    }

    private void audits(Area judged, String label, ToolCallStep<?, ?> step) {
        int number = 0;
        for (StepAudit<?, ?> audit : step.judging().stepAudits()) {
            String own = judged.names() + "a" + ++number;
            String ownLabel = StepContext.auditId(label, audit.name());
            line(own + "[" + noted(ownLabel, judged.prefix() + ownLabel) + "]");
            line(judged.names() + " -.-> " + own);
            audits(new Area(own, "", judged.prefix(), judged.graph()), ownLabel, audit.step());
        }
    }

    private String noted(String label, String path) {
        String quoted = quoted(label);
        return quoted.substring(0, quoted.length() - 1) + notes.getOrDefault(path, "") + "\"";
    }

    private static String quoted(String label) {
        return "\"" + escaped(label) + "\"";
    }

    /** As it stands between quotes, where Mermaid reads Markdown between backticks. */
    static String escaped(String text) {
        return text.replace("\"", "#quot;").replace("`", "#96;");
    }

    private void line(String line) {
        chart.append("  ").append(line).append('\n');
    }
}
