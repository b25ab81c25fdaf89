package dev.toolflow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.toolflow.budget.ModelPrice;
import dev.toolflow.budget.PriceList;
import dev.toolflow.budget.Spending;
import dev.toolflow.budget.TokenEstimator;
import dev.toolflow.image.ImageRequest;
import dev.toolflow.tool.Endpoint;
import dev.toolflow.tool.TokenUsage;
import dev.toolflow.tool.ToolCallRequest;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalLong;

/** Works out the most that a call can take: its input as estimated, its answer as long as it may be. Thread-safe. */
final class CallBounds {
    /** Source: OpenAI's guide "Image generation", on streaming. */
    private static final long TOKENS_OF_A_PREVIEW = 100;

    private static final String AUTO = "auto";

    private final PriceList prices;
    private final TokenEstimator estimator;

    CallBounds(PriceList prices, TokenEstimator estimator) {
        this.prices = prices;
        this.estimator = estimator;
    }

    /** @throws dev.toolflow.step.StepException.CodeFailed when the user's estimator throws, or tells a negative number */
    CallBound of(ToolCallRequest request) {
        return of(request, inputOf(request));
    }

    /** How many tokens of input it is estimated to have. */
    long inputOf(ToolCallRequest request) {
        return estimator.inputTokens(request);
    }

    /** The same with an input of so many tokens. */
    CallBound of(ToolCallRequest request, long input) {
        Optional<ModelPrice> price = prices.priceOf(request.model());
        if (request.input().value() instanceof ImageRequest<?> image
                && request.endpoint().isImage()) {
            return pictures(request, image, input);
        }
        TokenUsage usage = TokenUsage.of(input, request.options().maxTokens());
        return new CallBound(
                spending(request.model(), usage, 0),
                price.isPresent() ? Optional.empty() : Optional.of(noPrice(request.model())),
                Optional.empty());
    }

    private CallBound pictures(ToolCallRequest request, ImageRequest<?> image, long input) {
        String quality = text(image, "quality");
        String model = request.model();
        OptionalLong each = prices.priceOf(model)
                .flatMap(ModelPrice::pictures)
                .map(tokens -> tokens.most(quality, text(image, "size")))
                .orElse(OptionalLong.empty());
        if (each.isEmpty()) {
            String why = noPictures(model, quality);
            String noPrice = prices.priceOf(model).isEmpty() ? noPrice(model) : why;
            return new CallBound(
                    new Spending(BigDecimal.ZERO, input, image.n(), 1), Optional.of(noPrice), Optional.of(why));
        }
        JsonNode previews = image.parameters().get("partial_images");
        long tokens = each.getAsLong() + TOKENS_OF_A_PREVIEW * (previews == null ? 0 : previews.asLong());
        long output = tokens * image.n();
        TokenUsage usage = TokenUsage.of(input, output).withImageOutput(output);
        return CallBound.known(spending(
                model, request.endpoint() == Endpoint.IMAGE_EDIT ? usage.withImageInput(input) : usage, image.n()));
    }

    private Spending spending(String model, TokenUsage usage, int images) {
        return new Spending(prices.costOf(model, usage).usd(), usage.total(), images, 1);
    }

    /** What a request asks for, or {@code auto}. */
    static String text(ImageRequest<?> image, String parameter) {
        JsonNode value = image.parameters().get(parameter);
        return value == null ? AUTO : value.asText(AUTO);
    }

    /** Why a model has no price, and how to give it one. */
    static String noPrice(String model) {
        return "the price of model '" + model + "' is not known; add it to the engine's prices, such as "
                + "PriceList.standard().with(\"" + model + "\", ModelPrice.perMillion(…, …))";
    }

    private static String noPictures(String model, String quality) {
        return "how many tokens a picture of model '" + model + "' in quality '" + quality
                + "' has is not known; add it to the engine's prices with ModelPrice.pictures(…), or ask for another quality";
    }
}
