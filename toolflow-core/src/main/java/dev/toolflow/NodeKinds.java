package dev.toolflow;

/** Knows how each kind of node works. */
final class NodeKinds {
    private NodeKinds() {}

    static NodeExecution execution(FrameExecution frame, FlowNode<?, ?> node) {
        if (node instanceof FlowNode.Single<?, ?> single) {
            return single(frame, single);
        } else if (node instanceof FlowNode.Each<?, ?> each) {
            return each(frame, each);
        } else if (node instanceof FlowNode.Choose<?> choose) {
            return choose(frame, choose);
        } else if (node instanceof FlowNode.Repeat<?> repeat) {
            return repeat(frame, repeat);
        } else if (node instanceof FlowNode.Subflow<?, ?> sub) {
            return subflow(frame, sub);
        } else if (node instanceof FlowNode.EachFlow<?, ?> each) {
            return eachFlow(frame, each);
        } else if (node instanceof FlowNode.Approve<?, ?> approve) {
            return approve(frame, approve);
        }
        throw new IllegalStateException("no execution for " + node);
    }

    private static <I, O> NodeExecution single(FrameExecution frame, FlowNode.Single<I, O> node) {
        return new SingleExecution<>(new NodePlace<>(frame, node));
    }

    private static <I, O> NodeExecution each(FrameExecution frame, FlowNode.Each<I, O> node) {
        return new EachExecution<>(new NodePlace<>(frame, node), new EachItems.BySteps<>(frame.work(), node));
    }

    private static <O> NodeExecution choose(FrameExecution frame, FlowNode.Choose<O> node) {
        return new ChoiceExecution<>(new NodePlace<>(frame, node));
    }

    private static <T> NodeExecution repeat(FrameExecution frame, FlowNode.Repeat<T> node) {
        return new LoopExecution<>(new NodePlace<>(frame, node));
    }

    private static <I, O> NodeExecution subflow(FrameExecution frame, FlowNode.Subflow<I, O> node) {
        return new SubflowExecution<>(new NodePlace<>(frame, node));
    }

    private static <I, O> NodeExecution eachFlow(FrameExecution frame, FlowNode.EachFlow<I, O> node) {
        return new EachExecution<>(new NodePlace<>(frame, node), new EachItems.ByFlows<>(frame.work(), node));
    }

    private static <T, A> NodeExecution approve(FrameExecution frame, FlowNode.Approve<T, A> node) {
        return new ApprovalExecution<>(new NodePlace<>(frame, node));
    }
}
