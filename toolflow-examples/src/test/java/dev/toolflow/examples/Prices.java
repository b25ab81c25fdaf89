package dev.toolflow.examples;

import dev.toolflow.budget.PriceList;
import dev.toolflow.testkit.BilledCall;
import dev.toolflow.testkit.Endpoint;
import dev.toolflow.testkit.FakeOpenAiServer;
import dev.toolflow.tool.TokenUsage;
import java.math.BigDecimal;

/** What a server's calls cost, reckoned from its own books. */
final class Prices {
    private Prices() {}

    static BigDecimal billed(FakeOpenAiServer server) {
        return server.ledger().calls().stream().map(Prices::of).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static BigDecimal of(BilledCall call) {
        TokenUsage usage = TokenUsage.of(call.input(), call.output())
                .withCached(call.cached())
                .withImageInput(call.imageInput())
                .withImageOutput(call.imageOutput());
        String model = call.endpoint() == Endpoint.CHAT_COMPLETIONS ? "gpt-5.4-mini" : "gpt-image-2";
        return PriceList.standard().costOf(model, usage).usd();
    }
}
