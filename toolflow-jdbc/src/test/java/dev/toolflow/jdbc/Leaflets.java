package dev.toolflow.jdbc;

import dev.toolflow.ToolFlow;
import dev.toolflow.image.GeneratedImage;
import dev.toolflow.image.ImageGenerationInput;
import dev.toolflow.step.ChatStepDefinition;
import dev.toolflow.step.ImageGenerationStepDefinition;
import dev.toolflow.step.StepDefinition;
import dev.toolflow.step.ToolCallStep;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The flow that is killed: a headline first, then a picture and three captions side by side. Each call carries {@code
 * <run>/<step id>} in its text, so that the server's requests tell whose they are.
 */
final class Leaflets {
    /** The calls of a run of which none was in flight when it was killed. */
    static final int CALLS = 5;

    /** Whose a request is. */
    static final Pattern MARK = Pattern.compile("(run-[0-9-]+)/([a-z_]+(?:\\[\\d])?)");

    private static final int CAPTIONS = 3;

    private static final StepDefinition<Ask, Text> HEADLINE = chat("headline");
    private static final StepDefinition<Ask, Text> CAPTION = chat("caption");

    static final ToolFlow<Order, Leaflet> LEAFLET = ToolFlow.define("leaflet", Order.class, (flow, order) -> {
        var headline = flow.step(ToolCallStep.of(HEADLINE), order.map(o -> new Ask(o.run() + "/headline")));
        var picture = flow.step(
                ToolCallStep.of(ImageGenerationStepDefinition.create()).as("picture"),
                order.and(headline)
                        .map((o, h) -> ImageGenerationInput.of(o.run() + "/picture: a teapot")
                                .size("320x320")));
        var captions = flow.each(ToolCallStep.of(CAPTION), order.and(headline).map((o, h) -> asks(o)));
        return headline.and(picture).and(captions).map((h, p, c) -> new Leaflet(h, p.image(), c));
    });

    private Leaflets() {}

    record Order(String run) {}

    record Ask(String mark) {}

    record Text(String text) {}

    record Leaflet(Text headline, GeneratedImage picture, List<Text> captions) {}

    private static List<Ask> asks(Order order) {
        return IntStream.range(0, CAPTIONS)
                .mapToObj(i -> new Ask(order.run() + "/caption[" + i + "]"))
                .toList();
    }

    private static StepDefinition<Ask, Text> chat(String name) {
        return ChatStepDefinition.named(name, Ask.class, Text.class)
                .description("Writes a " + name)
                .instructions("Write a " + name + " for a tea.")
                .build();
    }
}
