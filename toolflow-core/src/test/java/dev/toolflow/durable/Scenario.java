package dev.toolflow.durable;

import static dev.toolflow.behaviour.Lines.DRAW;
import static dev.toolflow.behaviour.Lines.WRITE;
import static dev.toolflow.behaviour.Lines.topicOf;

import dev.toolflow.FanOut;
import dev.toolflow.FlowBuilder;
import dev.toolflow.ItemFailure;
import dev.toolflow.Loop;
import dev.toolflow.Ref;
import dev.toolflow.ToolFlow;
import dev.toolflow.audit.Issue;
import dev.toolflow.audit.IssueSeverity;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.image.ImageEditInput;
import dev.toolflow.image.ImageGenerationInput;
import dev.toolflow.image.ImageGenerationOutput;
import dev.toolflow.step.ImageEditStepDefinition;
import dev.toolflow.step.ImageRepair;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.step.VisionAudit;
import dev.toolflow.step.VisionAudit.Finding;
import dev.toolflow.step.VisionAudit.Findings;
import dev.toolflow.step.VisionAudit.Question;
import dev.toolflow.testing.MockImages;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.Rejection;
import dev.toolflow.tool.TokenUsage;
import dev.toolflow.tool.ToolCallException;
import dev.toolflow.tool.ToolCallRequest;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;

/**
 * What may be under way when a process dies. A model answers each request in the same way, and says what it used; but for
 * pictures, of which no two are the same.
 */
record Scenario(String name, ToolFlow<Topic, String> flow) {
    static final VisionAudit VISION = VisionAudit.of("one cup");
    static final ImageEditStepDefinition TOUCH = ImageEditStepDefinition.create();
    static final TokenUsage USED = TokenUsage.of(10, 1);
    private static final ToolFlow<Topic, String> ONE = ToolFlow.define(
            "one", Topic.class, (flow, topic) -> flow.step(WRITE, topic).map(Line::text));

    static List<Scenario> all() {
        return List.of(
                of("a judged picture that is repaired by an edit", Scenario::repaired),
                of("the best of pictures that come one by one", Scenario::bestOf),
                of("another model after two that give no answer", Scenario::fallback),
                of("a softer input after moderation", Scenario::softer),
                of("another model whose first line is dull", Scenario::dullAfterFallback),
                of("a softer input whose first line is dull", Scenario::dullAfterModeration),
                of("a loop and a subflow", Scenario::loop),
                of("items of which one fails and is left out", Scenario::items),
                of("a choice and steps in the result cache", Scenario::cached),
                of("edits over several turns", Scenario::turns));
    }

    private static Scenario of(String name, BiFunction<FlowBuilder, Ref<Topic>, Ref<String>> body) {
        return new Scenario(name, ToolFlow.define(name.replace(' ', '-'), Topic.class, body));
    }

    private static Ref<String> repaired(FlowBuilder flow, Ref<Topic> topic) {
        return flow.step(
                        ToolCallStep.of(DRAW).as("hero").audit(VISION).repair(ImageRepair.EDIT),
                        topic.map(Scenario::picture))
                .map(Scenario::width);
    }

    private static Ref<String> bestOf(FlowBuilder flow, Ref<Topic> topic) {
        return flow.step(
                        ToolCallStep.of(DRAW)
                                .as("hero")
                                .model("openai/dall-e-3")
                                .audit(VISION)
                                .bestOf(3),
                        topic.map(Scenario::picture))
                .map(made -> "one");
    }

    private static Ref<String> fallback(FlowBuilder flow, Ref<Topic> topic) {
        return flow.step(ToolCallStep.of(WRITE).model("refuses").fallback("refuses-too", "good"), topic)
                .map(Line::text);
    }

    private static Ref<String> softer(FlowBuilder flow, Ref<Topic> topic) {
        return flow.step(
                        ToolCallStep.of(WRITE).onModeration(hard -> new Topic("soft")),
                        topic.map(t -> new Topic("hard")))
                .map(Line::text);
    }

    private static Ref<String> dullAfterFallback(FlowBuilder flow, Ref<Topic> topic) {
        return flow.step(
                        ToolCallStep.of(WRITE).model("refuses").fallback("good").audit(Scenario::dull),
                        topic.map(t -> new Topic("dull")))
                .map(Line::text);
    }

    private static Ref<String> dullAfterModeration(FlowBuilder flow, Ref<Topic> topic) {
        return flow.step(
                        ToolCallStep.of(WRITE)
                                .onModeration(hard -> new Topic("dull"))
                                .audit(Scenario::dull),
                        topic.map(t -> new Topic("hard")))
                .map(Line::text);
    }

    private static List<Issue> dull(Line line) {
        return line.text().equals("dull+") ? List.of(Issue.critical("dull")) : List.of();
    }

    private static Ref<String> loop(FlowBuilder flow, Ref<Topic> topic) {
        var line = flow.repeat(
                Loop.named("grow").atMost(5),
                topic.map(t -> new Line(t.text())),
                (round, last) -> round.step(WRITE, last.map(l -> new Topic(l.text()))),
                l -> l.text().length() >= 6);
        return flow.subflow("again", ONE, line.map(l -> new Topic(l.text())));
    }

    private static Ref<String> items(FlowBuilder flow, Ref<Topic> topic) {
        var items = topic.map(t -> List.of(new Topic("a"), new Topic("never good"), new Topic("c")));
        return flow.each("item", ONE, items, FanOut.unbounded().onItemFailure(ItemFailure.SKIP))
                .map(Object::toString);
    }

    private static Ref<String> cached(FlowBuilder flow, Ref<Topic> topic) {
        Ref<Line> line = flow.choose(
                topic.map(t -> t.text().length() < 5),
                then -> then.step(ToolCallStep.of(WRITE).cached(), topic),
                otherwise -> otherwise.local("none", Line.class, topic, t -> new Line("none")));
        return flow.step(ToolCallStep.of(WRITE).as("after").cached(), line.map(l -> new Topic(l.text())))
                .map(Line::text);
    }

    private static Ref<String> turns(FlowBuilder flow, Ref<Topic> topic) {
        var drawn = flow.step(DRAW, topic.map(Scenario::picture));
        var rounder = flow.step(
                ToolCallStep.of(TOUCH).as("rounder").audit(Scenario::wide),
                drawn.map(made -> ImageEditInput.of("rounder", made.image())));
        return flow.step(
                        ToolCallStep.of(TOUCH).as("brighter"),
                        rounder.map(made -> ImageEditInput.of("brighter", made.image())))
                .map(Scenario::width);
    }

    private static ImageGenerationInput picture(Topic topic) {
        return ImageGenerationInput.of(topic.text());
    }

    private static String width(ImageGenerationOutput made) {
        return "width " + made.image().width();
    }

    private static List<Issue> wide(ImageGenerationOutput made) {
        return made.image().width() >= 16 ? List.of() : List.of(Issue.critical("too narrow"));
    }

    /** Pictures are narrow before there is feedback. */
    static MockOpenAiToolService models() {
        MockOpenAiToolService mock = MockOpenAiToolService.create();
        AtomicInteger colours = new AtomicInteger();
        mock.on(WRITE).usage(USED).answer(Scenario::line);
        mock.on(DRAW).usage(USED).answerImage(request -> drawn(request, colours.incrementAndGet()));
        mock.on(TOUCH).usage(USED).answerImage(request -> drawn(request, colours.incrementAndGet()));
        mock.on(VISION.definition()).usage(USED).answer(Scenario::findings);
        return mock;
    }

    private static Line line(ToolCallRequest request) {
        String topic = topicOf(request);
        if (request.model().startsWith("refuses")) {
            throw new ToolCallException.Rejected(Rejection.NOT_FOUND, "no such model");
        }
        if (topic.equals("hard")) {
            throw new ToolCallException.Rejected(Rejection.MODERATION, "moderated");
        }
        String text = topic + "+".repeat(1 + request.input().feedback().size());
        return new Line(topic.equals("never good") ? "" : text);
    }

    private static byte[] drawn(ToolCallRequest request, int colour) {
        boolean best = request.model().endsWith("dall-e-3");
        return MockImages.png(!best && request.input().feedback().isEmpty() ? 8 : 16, 8, colour);
    }

    private static Findings findings(ToolCallRequest request) {
        int width = ((Question) request.input().value()).images().get(0).width();
        return width >= 16
                ? new Findings(List.of(), 90)
                : new Findings(List.of(new Finding(IssueSeverity.CRITICAL, "narrow", "wider", null)), 20);
    }

    @Override
    public String toString() {
        return name;
    }
}
