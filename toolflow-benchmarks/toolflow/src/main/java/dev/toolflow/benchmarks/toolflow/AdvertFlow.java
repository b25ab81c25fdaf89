package dev.toolflow.benchmarks.toolflow;

import dev.toolflow.Ref;
import dev.toolflow.ToolFlow;
import dev.toolflow.benchmarks.contender.Order;
import dev.toolflow.benchmarks.contender.Prompts;
import dev.toolflow.step.ChatStepDefinition;
import dev.toolflow.step.StepDefinition;
import dev.toolflow.step.ToolCallStep;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;

/** The steps of the contest as ToolFlow has them, with constraints that every answer is checked against. */
final class AdvertFlow {
    private static final String HEX = "#[0-9A-F]{6}";

    private static final StepDefinition<Order, Brief> BRIEF = ChatStepDefinition.named(
                    "brief", Order.class, Brief.class)
            .description(Prompts.BRIEF_USER)
            .instructions(Prompts.BRIEF_SYSTEM)
            .build();
    private static final StepDefinition<Brief, Palette> PALETTE = ChatStepDefinition.named(
                    "palette", Brief.class, Palette.class)
            .description(Prompts.PALETTE_USER)
            .instructions(Prompts.PALETTE_SYSTEM)
            .build();
    private static final StepDefinition<Palette, Advert> ADVERT = ChatStepDefinition.named(
                    "advert", Palette.class, Advert.class)
            .description(Prompts.ADVERT_USER)
            .instructions(Prompts.ADVERT_SYSTEM)
            .build();

    /** The first step alone. */
    static final ToolFlow<Order, Brief> ONE_STEP =
            ToolFlow.define("one-step", Order.class, (flow, order) -> flow.step(use(BRIEF), order));

    /** All three, each fed by the one before. */
    static final ToolFlow<Order, Advert> THREE_STEPS = ToolFlow.define("three-steps", Order.class, (flow, order) -> {
        Ref<Brief> brief = flow.step(use(BRIEF), order);
        Ref<Palette> palette = flow.step(use(PALETTE), brief);
        return flow.step(use(ADVERT), palette);
    });

    private AdvertFlow() {}

    private static <I, O> ToolCallStep<I, O> use(StepDefinition<I, O> definition) {
        return ToolCallStep.of(definition).model(Prompts.MODEL);
    }

    /** What the first step makes of an order. */
    record Brief(
            @NotBlank String job,
            @NotBlank @Size(max = 60) String name,
            @NotBlank @Size(max = 200) String audience,
            @Min(1800) @Max(2100) int year,
            @Size(min = 1, max = 8) List<@NotBlank String> strengths) {}

    /** What the second step makes of a brief. */
    record Palette(
            @NotBlank String job,
            @NotBlank String mood,
            @Size(min = 2, max = 8) List<@Valid Colour> colours) {}

    /** One colour and the part of the surface that it has. */
    record Colour(
            @NotBlank String name,
            @Pattern(regexp = HEX) String hex,
            @DecimalMin("0") @DecimalMax("1") double share) {}

    /** What the third step makes of a palette. */
    record Advert(
            @NotBlank String job,
            @NotBlank @Size(max = 120) String headline,
            @NotBlank @Size(max = 1_000) String body,
            @Size(max = 10) List<@Pattern(regexp = "#\\w+") String> hashtags,
            boolean ready) {}
}
