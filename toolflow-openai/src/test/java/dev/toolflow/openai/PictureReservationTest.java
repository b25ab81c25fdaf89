package dev.toolflow.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.RunOptions;
import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.budget.Budget;
import dev.toolflow.budget.ModelPrice;
import dev.toolflow.budget.PriceList;
import dev.toolflow.catalog.ImageModel;
import dev.toolflow.catalog.ImageModelCatalog;
import dev.toolflow.image.ImageGenerationInput;
import dev.toolflow.step.ImageGenerationStepDefinition;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.testkit.FakeOpenAiServer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(120)
class PictureReservationTest {
    public record Wish(String quality, String size) {}

    private static final String SHUT_DOWN = "gpt-image-1";
    private static final List<String> SIZES = List.of("auto", "1024x1024", "1536x1024", "1024x1536", "512x1536");

    static Stream<ImageModel> models_that_are_served_and_whose_pictures_have_a_price() {
        return ImageModelCatalog.standard().models().stream()
                .filter(model -> !model.name().equals(SHUT_DOWN))
                .filter(model -> PriceList.standard()
                        .priceOf(model.name())
                        .flatMap(ModelPrice::pictures)
                        .isPresent());
    }

    private static Stream<Wish> wishes(ImageModel model) {
        return model.values("quality").orElseThrow().stream()
                .flatMap(quality -> SIZES.stream().map(size -> new Wish(quality, size)))
                .filter(wish -> !wish.size().equals("512x1536") || model.name().equals("gpt-image-2"));
    }

    @ParameterizedTest
    @MethodSource("models_that_are_served_and_whose_pictures_have_a_price")
    void no_picture_is_billed_more_than_was_reserved_for_it_whatever_its_quality_and_size(ImageModel model) {
        ToolFlow<Wish, String> flow = ToolFlow.define(
                "picture",
                Wish.class,
                (f, wish) -> f.step(
                                ToolCallStep.of(ImageGenerationStepDefinition.create())
                                        .model(model.name())
                                        .maxRetries(0),
                                wish.map(w -> ImageGenerationInput.of("A cup")
                                        .parameter("quality", w.quality())
                                        .parameter("size", w.size())
                                        .parameter("output_format", "jpeg")))
                        .map(made -> made.image().sha256()));
        try (var server = FakeOpenAiServer.start();
                var service = Calls.service(server.baseUrl());
                var engine = ToolFlowEngine.builder(service).build()) {
            wishes(model).forEach(wish -> {
                var most = engine.plan(flow, wish).most();
                var result = engine.run(
                        flow,
                        wish,
                        RunOptions.defaults().budget(Budget.usd(most.usd()).tokens(most.tokens())));

                assertThat(result.status()).as("%s: %s", wish, result.error()).isEqualTo(RunStatus.COMPLETED);
                assertThat(result.cost().usd()).as("%s", wish).isLessThanOrEqualTo(most.usd());
            });
        }
    }
}
