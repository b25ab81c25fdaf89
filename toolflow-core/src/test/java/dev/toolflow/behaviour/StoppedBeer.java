package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.CALM;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.WRITE;
import static dev.toolflow.behaviour.Lines.topicOf;

import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.Rejection;
import dev.toolflow.tool.ToolCallException.Rejected;
import java.util.List;
import java.util.function.UnaryOperator;

/** A moderation that lets no request about beer pass, but about tea. */
final class StoppedBeer {
    static final Topic BEER = new Topic("beer");
    static final UnaryOperator<Topic> WITH_TEA = topic -> TEA;

    private StoppedBeer() {}

    static Rejected moderated() {
        return new Rejected(Rejection.MODERATION, "step 'write_line': moderation refused the request");
    }

    static List<String> topics(MockOpenAiToolService mock) {
        return mock.requests(WRITE).stream().map(Lines::topicOf).toList();
    }

    static void stopBeer(MockOpenAiToolService mock) {
        mock.on(WRITE).answer(request -> {
            if (topicOf(request).contains("beer")) {
                throw moderated();
            }
            return CALM;
        });
    }
}
