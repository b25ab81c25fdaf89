package dev.toolflow.examples.readme;

import dev.toolflow.FlowPlan;
import dev.toolflow.Loop;
import dev.toolflow.RunOptions;
import dev.toolflow.RunStatus;
import dev.toolflow.TenantSettings;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.budget.Budget;
import dev.toolflow.cache.ResultCache;
import dev.toolflow.examples.readme.QuickStart.Brief;
import dev.toolflow.examples.readme.QuickStart.Copy;
import dev.toolflow.image.GeneratedImage;
import dev.toolflow.image.ImageGenerationInput;
import dev.toolflow.image.ImageGenerationOutput;
import dev.toolflow.limit.RateLimits;
import dev.toolflow.step.ChatStepDefinition;
import dev.toolflow.step.OnFailure;
import dev.toolflow.step.StepDefinition;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.tool.Credentials;
import dev.toolflow.tool.OpenAiToolService;
import dev.toolflow.tool.Secret;
import java.time.Duration;
import java.util.function.Function;

/** What the README shows of control, compiled. */
final class Campaigns {
    private Campaigns() {}

    // readme:begin control
    record Answer(boolean yes) {}

    record Campaign(Copy copy, GeneratedImage picture) {}

    static final StepDefinition<Copy, Copy> SHORTER = ChatStepDefinition.named("shorten_copy", Copy.class, Copy.class)
            .instructions("Say the same in fewer words.")
            .build();

    static final ToolFlow<Brief, Campaign> CAMPAIGN = ToolFlow.define("campaign", Brief.class, (flow, brief) -> {
        var kit = flow.subflow("kit", QuickStart.BRAND_KIT, brief); // its steps are kit/generate_palette and so on
        var copy = flow.repeat(
                Loop.named("polish").atMost(3).onFailure(OnFailure.CONTINUE), // polish#2/shorten_copy
                kit.map(QuickStart.BrandKit::copy),
                (round, last) -> round.step(SHORTER, last),
                text -> text.body().length() <= 80);
        var ok = flow.approve("ok", copy, Answer.class); // the run waits for a person
        var picture = flow.choose(
                ok.map(Answer::yes),
                then -> then.step(
                                ToolCallStep.of(QuickStart.HERO)
                                        .as("banner")
                                        .fallback("gpt-image-1-mini") // when the first is not to be had
                                        .deadline(Duration.ofMinutes(5)), // with all attempts, pauses and audits
                                copy.map(c -> ImageGenerationInput.of(c.headline())))
                        .map(ImageGenerationOutput::image),
                otherwise -> kit.map(QuickStart.BrandKit::hero));
        return copy.and(picture).map(Campaign::new);
    });
    // readme:end control

    static ToolFlowResult<Campaign> spend(ToolFlowEngine engine, Brief brief) {
        // readme:begin money
        FlowPlan plan = engine.plan(CAMPAIGN, brief); // sends nothing; plan.toText() is a table
        plan.most().usd(); // what it costs at worst, but for what plan.unknown() names

        var result = engine.run(
                CAMPAIGN,
                brief,
                RunOptions.defaults().tenant("acme").budget(Budget.usd("2.50").images(8)));
        if (result.status() == RunStatus.OVER_BUDGET) {
            result = engine.resume(CAMPAIGN, result, Budget.usd("1.00")); // nothing accepted is bought again
        }
        if (result.status() == RunStatus.WAITING) {
            var run = engine.decide(result.runId(), "ok", new Answer(true)); // goes on at once, repeats nothing
            run.result().join();
        }
        // readme:end money
        return result;
    }

    static ToolFlowEngine engine(OpenAiToolService service, Function<String, String> vault) {
        // readme:begin tenants
        return ToolFlowEngine.builder(service)
                .budget(Budget.usd("100")) // of all runs together
                .callsInFlight(64)
                .limits(RateLimits.none().requestsPerMinute(500).tokensPerMinute(200_000))
                .limits("gpt-image", RateLimits.none().imagesPerMinute(20))
                .credentials(
                        run -> Credentials.of(Secret.of(vault.apply(run.tenant().orElse("ours"))))) // asked once a run
                .tenant(
                        "acme",
                        TenantSettings.none()
                                .allowModels("gpt-5.4-mini", "gpt-image-2", "gpt-image-1-mini")
                                .budget(Budget.usd("20")))
                .resultCache(ResultCache.memory(1_000)) // for steps that are cached()
                .build();
        // readme:end tenants
    }
}
