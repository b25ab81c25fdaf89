package dev.toolflow.durable;

import static dev.toolflow.behaviour.Lines.WRITE;

import dev.toolflow.ToolFlow;
import dev.toolflow.behaviour.Lines;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.image.ImageGenerationInput;

/** A card is made of a line, a picture of it and a signature. */
final class Cards {
    private Cards() {}

    record Card(String text, String picture, String signed) {}

    static final ToolFlow<Topic, Card> CARD = ToolFlow.define("card", Topic.class, (flow, topic) -> {
        var line = flow.step(WRITE, topic);
        var picture = flow.step(Lines.DRAW, line.map(l -> ImageGenerationInput.of(l.text())));
        var signed = flow.local("sign", Line.class, line, l -> new Line(l.text() + "!"));
        return line.and(picture)
                .and(signed)
                .map((l, p, s) -> new Card(l.text(), p.image().sha256(), s.text()));
    });
}
