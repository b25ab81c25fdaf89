package dev.toolflow.examples.report;

import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.examples.text.Dollars;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A run as one HTML page: self-contained but for the pictures, which lie beside it. Everything that a model or a user wrote is
 * escaped, and no character of theirs hides or reorders text. Not thread-safe.
 */
public final class Report {
    private final ToolFlow<?, ?> flow;
    private final ToolFlowResult<?> result;
    private String server = "";
    private boolean madeUp;
    private @Nullable String failure;
    private @Nullable OutputView output;
    private Thumbnails thumbnails = Thumbnails.none();

    private Report(ToolFlow<?, ?> flow, ToolFlowResult<?> result) {
        this.flow = flow;
        this.result = result;
    }

    /** Begins the report of a run of this flow. */
    public static Report of(ToolFlow<?, ?> flow, ToolFlowResult<?> result) {
        return new Report(flow, result);
    }

    /** Which server answered, and whether its answers are made up. */
    public Report server(String name, boolean answersAreMadeUp) {
        this.server = name;
        this.madeUp = answersAreMadeUp;
        return this;
    }

    /** Why the run made nothing, where it did not. */
    public Report failure(Optional<String> line) {
        this.failure = line.orElse(null);
        return this;
    }

    /** What was made, whole or in part. */
    public Report output(OutputView view) {
        this.output = view;
        return this;
    }

    /** How the pictures of the attempts are shown. Default: not at all. */
    public Report thumbnails(Thumbnails small) {
        this.thumbnails = small;
        return this;
    }

    /** The page. */
    public String html() {
        return Templates.html("report.jte", page());
    }

    private Page page() {
        RunStatus status = result.status();
        int attempts =
                result.steps().stream().mapToInt(step -> step.attempts().size()).sum();
        StepView.Numbers numbers =
                StepView.numbers(result.usage(), result.took().toMillis());
        List<Fact> facts = List.of(
                new Fact("Run", result.runId()),
                new Fact("Server", server),
                new Fact("Steps", String.valueOf(result.steps().size())),
                new Fact("Attempts", String.valueOf(attempts)),
                new Fact("Tokens", StepView.tokens(result.usage())),
                new Fact("Cost", Dollars.inWords(result.cost())),
                new Fact("Time", numbers.time()));
        return new Page(
                new Head(result.flow(), status.name().toLowerCase(Locale.ROOT).replace('_', ' '), madeUp, failure),
                facts,
                output,
                GraphView.of(flow, result),
                StepView.all(result, thumbnails));
    }

    /**
     * What the template is given.
     *
     * @param head the top
     * @param facts about the run
     * @param output what was made, or null
     * @param graph the flow
     * @param steps how each went
     */
    public record Page(
            Head head, List<Fact> facts, @Nullable OutputView output, GraphView graph, List<StepView> steps) {
        /** Copies the lists. */
        public Page {
            facts = List.copyOf(facts);
            steps = List.copyOf(steps);
        }
    }

    /**
     * The top of the page.
     *
     * @param flow the flow's name
     * @param status how the run ended
     * @param isMadeUp whether the answers come from the fake server
     * @param failure why it made nothing, or null
     */
    public record Head(
            String flow,
            String status,
            boolean isMadeUp,
            @Nullable String failure) {}

    /**
     * A fact.
     *
     * @param label what
     * @param value and how much
     */
    public record Fact(String label, String value) {}
}
