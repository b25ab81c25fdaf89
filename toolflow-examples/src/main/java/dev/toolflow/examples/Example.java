package dev.toolflow.examples;

import dev.toolflow.Approval;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.examples.report.OutputView;
import dev.toolflow.examples.report.Pictures;
import dev.toolflow.store.ImageStore;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A flow that the program can run. Immutable.
 *
 * @param name the flow's
 * @param flow the flow, for pictures in this store
 * @param view shows what was made, whole or in part, in the report
 * @param highlights tells what was made in a few lines
 * @param pictures names the pictures that go into the directory, once the run has ended
 * @param question puts what the run asks a person into words
 * @param declined says what has become of what a person declined, where one did
 * @param <I> what a run is given
 * @param <O> what a run makes
 */
record Example<I, O>(
        String name,
        Function<ImageStore, ToolFlow<I, O>> flow,
        BiFunction<I, Made<O>, OutputView> view,
        Function<O, List<Highlight>> highlights,
        BiFunction<ToolFlowResult<O>, OutputDirectory, Pictures> pictures,
        Function<Approval, Question> question,
        Function<O, Optional<String>> declined) {

    /** A flow that does not look into the store. */
    static <I, O> Example<I, O> of(
            ToolFlow<I, O> flow, BiFunction<I, Made<O>, OutputView> view, Function<O, List<Highlight>> highlights) {
        return new Example<>(
                flow.name(),
                store -> flow,
                view,
                highlights,
                (result, files) -> Pictures.of(result),
                Question::of,
                made -> Optional.empty());
    }

    /** The same, whose runs ask a person. */
    Example<I, O> asking(Function<Approval, Question> inWords, Function<O, Optional<String>> afterNo) {
        return new Example<>(name, flow, view, highlights, pictures, inWords, afterNo);
    }
}
