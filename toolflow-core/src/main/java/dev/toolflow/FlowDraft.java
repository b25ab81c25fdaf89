package dev.toolflow;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What has been placed so far in a flow, in a branch or in the body of a loop, and which references may be used there. Once
 * closed, the mark by which references know where they belong. Not thread-safe while it is open.
 */
final class FlowDraft {
    private final String flow;
    private final @Nullable FlowDraft outer;
    private final String what;
    private final FlowIds ids;
    private final List<FlowNode<?, ?>> nodes = new ArrayList<>();
    private boolean open = true;
    private @Nullable FlowDraft inner;

    private FlowDraft(String flow, @Nullable FlowDraft outer, String what, FlowIds ids) {
        this.flow = flow;
        this.outer = outer;
        this.what = what;
        this.ids = ids;
    }

    static FlowDraft ofFlow(String name) {
        return new FlowDraft(name, null, "the flow '" + name + "'", new FlowIds(FlowBuilder.INPUT_ID));
    }

    FlowIds ids() {
        return ids;
    }

    /** Defines a body within this one; it may use references of this one, too. */
    <O> FlowBody<O> body(
            String bodyOf, FlowIds bodyIds, Function<FlowDraft, ? extends @Nullable Ref<? extends O>> define) {
        requireOpen("what stands in " + bodyOf);
        FlowDraft draft = new FlowDraft(flow, this, bodyOf, bodyIds);
        inner = draft;
        Ref<? extends O> output;
        try {
            output = define.apply(draft);
        } finally {
            inner = null;
        }
        return draft.closed(output);
    }

    /** Ends the definition: nothing is placed any more. */
    <O> FlowBody<O> closed(@Nullable Ref<? extends O> output) {
        open = false;
        if (output == null) {
            throw refused((outer == null ? "define" : what) + " returned null; return a reference to its output");
        }
        requireOwn("", output);
        return new FlowBody<>(FlowGraph.of(this, nodes), output);
    }

    int nextSlot() {
        return nodes.size() + 1;
    }

    <T> Ref<T> place(FlowNode<?, ?> node) {
        requireOpen("step '" + node.id() + "'");
        try {
            ids.take(node.id(), node.step().definition().name());
        } catch (IllegalArgumentException e) {
            throw refused(String.valueOf(e.getMessage()));
        }
        nodes.add(node);
        return new Ref.Source<>(this, node.slot(), node.id());
    }

    private void requireOpen(String placed) {
        if (!open) {
            throw refused(placed + " is placed after the flow was defined; place it inside define");
        }
        if (inner != null) {
            throw refused(placed + " is placed from within " + inner.what
                    + ", with the builder outside it; use the builder that the body is given");
        }
    }

    /** The draft of a value that is made of references of this one and of another: the inner of the two. */
    FlowDraft with(Ref<?> other) {
        if (other.draft().sees(this)) {
            return other.draft();
        }
        requireOwn("", other);
        return this;
    }

    /** @throws InvalidFlowException when the reference cannot be used here; says where it belongs */
    void requireOwn(String where, Ref<?> ref) {
        FlowDraft other = ref.draft();
        if (sees(other)) {
            return;
        }
        throw refused(where + ref + " belongs to " + other.what
                + (other.outermost() == outermost()
                        ? " and is used outside it; return it from there and use what choose or repeat returns"
                        : "; pass its value in through this flow's input instead"));
    }

    private boolean sees(FlowDraft other) {
        for (FlowDraft draft = this; draft != null; draft = draft.outer) {
            if (draft == other) {
                return true;
            }
        }
        return false;
    }

    private FlowDraft outermost() {
        FlowDraft draft = this;
        for (FlowDraft next = outer; next != null; next = next.outer) {
            draft = next;
        }
        return draft;
    }

    InvalidFlowException refused(String why) {
        return new InvalidFlowException("flow '" + flow + "': " + why);
    }
}
