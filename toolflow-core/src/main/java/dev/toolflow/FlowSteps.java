package dev.toolflow;

import dev.toolflow.step.ChatStepDefinition;
import dev.toolflow.step.ImageEditStepDefinition;
import dev.toolflow.step.ImageGenerationStepDefinition;
import dev.toolflow.step.StepAudit;
import dev.toolflow.step.StepDefinition;
import dev.toolflow.step.ToolCallStep;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Lists the steps of a graph and of all that is within it. For one thread. */
final class FlowSteps {
    private final List<FlowStep> steps = new ArrayList<>();
    private final Map<FlowDraft, String> prefixes = new HashMap<>();

    private FlowSteps() {}

    static List<FlowStep> of(FlowGraph graph) {
        FlowSteps list = new FlowSteps();
        list.add(graph, "", List.of());
        return List.copyOf(list.steps);
    }

    /** @param around the shape that the graph is within, if it is within one */
    private void add(FlowGraph graph, String prefix, List<String> around) {
        prefixes.put(graph.owner(), prefix);
        for (FlowNode<?, ?> node : graph.nodes()) {
            boolean each = node instanceof FlowNode.Each || node instanceof FlowNode.EachFlow;
            add(prefix + node.id(), node.step(), new Place(kind(node), each, after(graph, node, around)));
            node.inner().forEach(part -> add(part.body().graph(), prefix + part.prefix(), List.of(prefix + node.id())));
        }
    }

    private record Place(FlowStep.Kind kind, boolean each, List<String> after) {}

    private void add(String id, ToolCallStep<?, ?> step, Place place) {
        steps.add(new FlowStep(id, step.definition().name(), place.kind(), place.each(), place.after()));
        for (StepAudit<?, ?> audit : step.judging().stepAudits()) {
            add(
                    StepContext.auditId(id, audit.name()),
                    audit.step(),
                    new Place(kind(audit.step().definition()), place.each(), List.of(id)));
        }
    }

    private List<String> after(FlowGraph graph, FlowNode<?, ?> node, List<String> around) {
        Set<String> ids = new LinkedHashSet<>(around);
        for (int slot : graph.before().get(node.slot())) {
            ids.add(prefixes.get(graph.owner()) + graph.node(slot).id());
        }
        for (Ref.Source<?> source : graph.needs(node)) {
            if (source.slot() != FlowBuilder.INPUT_SLOT) {
                ids.add(prefixes.get(source.draft()) + source.id());
            }
        }
        return List.copyOf(ids);
    }

    private static FlowStep.Kind kind(FlowNode<?, ?> node) {
        if (node instanceof FlowNode.Choose) {
            return FlowStep.Kind.CHOICE;
        } else if (node instanceof FlowNode.Repeat) {
            return FlowStep.Kind.LOOP;
        } else if (node instanceof FlowNode.Subflow || node instanceof FlowNode.EachFlow) {
            return FlowStep.Kind.SUBFLOW;
        } else if (node instanceof FlowNode.Approve) {
            return FlowStep.Kind.APPROVAL;
        }
        return kind(node.step().definition());
    }

    private static FlowStep.Kind kind(StepDefinition<?, ?> definition) {
        if (definition instanceof ChatStepDefinition) {
            return FlowStep.Kind.CHAT;
        } else if (definition instanceof ImageGenerationStepDefinition) {
            return FlowStep.Kind.IMAGE_GENERATION;
        } else if (definition instanceof ImageEditStepDefinition) {
            return FlowStep.Kind.IMAGE_EDIT;
        }
        return FlowStep.Kind.LOCAL;
    }
}
