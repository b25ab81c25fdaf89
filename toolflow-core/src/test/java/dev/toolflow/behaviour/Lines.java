package dev.toolflow.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.image.ImageGenerationInput;
import dev.toolflow.step.Attempt;
import dev.toolflow.step.ChatStepDefinition;
import dev.toolflow.step.ImageGenerationStepDefinition;
import dev.toolflow.step.StepDefinition;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.tool.CallReceipt;
import dev.toolflow.tool.TokenUsage;
import dev.toolflow.tool.ToolCallException.OutcomeUnknown;
import dev.toolflow.tool.ToolCallRequest;
import dev.toolflow.tool.ToolCallResponse;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.List;

/** The smallest typed steps: a line is written about a topic, a picture is drawn of a line. */
public final class Lines {
    private Lines() {}

    public record Topic(@NotBlank String text) {}

    public record Line(@NotBlank @Size(max = 40) String text) {}

    public record Topics(List<String> texts) {
        List<Topic> each() {
            return texts.stream().map(Topic::new).toList();
        }
    }

    public static final StepDefinition<Topic, Line> WRITE = writing("write_line");
    public static final StepDefinition<Topic, Line> NEXT = writing("next");
    public static final ImageGenerationStepDefinition DRAW = ImageGenerationStepDefinition.create();
    public static final Topic TEA = new Topic("tea");
    public static final Line CALM = new Line("Calm in a cup");
    public static final Line TOO_LONG = new Line("Calm in a cup, calm in a cup, calm in a cup");

    /** A flow of the step {@code write_line} alone. */
    public static final ToolFlow<Topic, Line> ONE_LINE = flowOf(ToolCallStep.of(WRITE));

    /** A flow of {@code write_line} and, about its line, of {@code next}. */
    static final ToolFlow<Topic, Line> TWO_LINES = ToolFlow.define(
            "two",
            Topic.class,
            (flow, topic) -> flow.step(NEXT, flow.step(WRITE, topic).map(line -> new Topic(line.text()))));

    /** A step that asks one model, then another and then a third, each for one attempt. */
    static final ToolCallStep<Topic, Line> BY_THREE_MODELS =
            ToolCallStep.of(WRITE).model("first").fallback("second", "third").maxRetries(0);

    /** A chat step of that name. */
    public static StepDefinition<Topic, Line> writing(String tool) {
        return ChatStepDefinition.named(tool, Topic.class, Line.class)
                .description("Writes a line")
                .instructions("You are a poet.")
                .build();
    }

    /** A flow of this one step. */
    public static ToolFlow<Topic, Line> flowOf(ToolCallStep<Topic, Line> step) {
        return ToolFlow.define("one-line", Topic.class, (flow, topic) -> flow.step(step, topic));
    }

    /** A flow of one picture. */
    public static ToolFlow<Topic, String> pictureFlow(
            ToolCallStep<ImageGenerationInput, dev.toolflow.image.ImageGenerationOutput> step) {
        return ToolFlow.define(
                "one-picture",
                Topic.class,
                (flow, topic) -> flow.step(step, topic.map(t -> ImageGenerationInput.of(t.text())))
                        .map(output -> output.image().sha256()));
    }

    /** A reply with a line, for services that are lambdas. */
    public static ToolCallResponse reply(String text, TokenUsage usage) {
        return new ToolCallResponse("{\"text\":\"" + text + "\"}", receipt(usage));
    }

    /** A receipt that says this much was used. */
    public static CallReceipt receipt(TokenUsage usage) {
        return CallReceipt.none().withUsage(usage);
    }

    /** No one knows what became of the call. */
    static OutcomeUnknown unknown() {
        return new OutcomeUnknown("reset after sending", CallReceipt.unreported(null, null), null);
    }

    /** The one attempt at {@code write_line} that was enough, or failed. */
    static Attempt<Line> onlyAttempt(ToolFlowResult<Line> result) {
        assertThat(result.step(WRITE).attempts()).hasSize(1);
        return result.step(WRITE).attempts().get(0);
    }

    /** What the request is about. */
    public static String topicOf(ToolCallRequest request) {
        return ((Topic) request.input().value()).text();
    }
}
