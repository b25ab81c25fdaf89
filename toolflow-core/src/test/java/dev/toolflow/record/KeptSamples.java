package dev.toolflow.record;

import dev.toolflow.audit.Issue;
import dev.toolflow.audit.Verdict;
import dev.toolflow.step.Attempt;
import dev.toolflow.step.ChatStepDefinition;
import dev.toolflow.step.LocalStepDefinition;
import dev.toolflow.step.StepDefinition;
import dev.toolflow.step.StepResult;
import dev.toolflow.step.StepStatus;
import dev.toolflow.tool.CallReceipt;
import dev.toolflow.tool.Cost;
import dev.toolflow.tool.TokenUsage;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;

/** What the tests of this package write and read. */
final class KeptSamples {
    static final String ID = "brand/palette[3]";
    static final TokenUsage USAGE = TokenUsage.of(1200, 80).withCached(0).withReasoning(31);
    static final CallReceipt RECEIPT = new CallReceipt("gpt-x-2026-11-01", "req_1", "resp_1", "tool_calls", USAGE);
    static final ChatStepDefinition<String, Palette> PALETTE = ChatStepDefinition.named(
                    "generate_palette", String.class, Palette.class)
            .build();

    private KeptSamples() {}

    record Palette(@Size(min = 2) List<String> colors, String rationale) {}

    static Attempt.Made made() {
        return new Attempt.Made(
                "generate_palette",
                "gpt-x",
                2,
                RECEIPT,
                USAGE.plus(TokenUsage.unreported()),
                new Cost(new BigDecimal("0.00120"), 1),
                Instant.parse("2026-11-26T06:18:30.123456789Z"),
                Duration.ofNanos(1_234_567_890),
                Attempt.Made.Source.NEW);
    }

    static Verdict verdict() {
        return Verdict.of(List.of(
                        Issue.high("too dark")
                                .at("colors[0]")
                                .suggest("lighten it")
                                .from("contrast"),
                        Issue.low("dull")))
                .score(61.5);
    }

    static Palette palette() {
        return new Palette(List.of("#112233", "#445566"), "calm");
    }

    static <O> Attempt<O> accepted(int number, O value) {
        return new Attempt.Accepted<>(number, value, verdict(), made());
    }

    static <O> Attempt<O> rejected(int number, O value) {
        return new Attempt.Rejected<>(number, value, verdict(), "colors[0]: too dark", made());
    }

    static <O> Attempt<O> failed(int number, RuntimeException error) {
        return new Attempt.Failed<>(
                number, null, error, List.of(Issue.critical("cut off").from("reply")), made());
    }

    static <O> StepResult<O> completed(StepDefinition<?, O> definition, List<Attempt<O>> attempts) {
        return new StepResult<>(ID, definition, StepStatus.COMPLETED, attempts, null);
    }

    /** A local step that makes values of this class. */
    static <O> LocalStepDefinition<String, O> making(Class<O> type) {
        return LocalStepDefinition.of("make", String.class, type, given -> {
            throw new AssertionError("nothing is called here");
        });
    }

    static StepJson json() {
        return json(Upcasts.none());
    }

    static StepJson json(Upcasts upcasts) {
        return new StepJson(text -> text, upcasts);
    }

    /** What a document says of a step of {@link #PALETTE}. */
    static Kept<Palette> read(byte[] json) {
        return json().read(json, ID, StepJson.shape(PALETTE, ""), PALETTE);
    }

    /** Writes a result and reads it back by the same definition. */
    static <O> StepResult<O> again(StepResult<O> result, StepDefinition<?, O> definition) {
        return json().read(json().write(result, 1, 1), result.id(), StepJson.shape(definition, ""), definition)
                .result();
    }

    /** A document with some of its text replaced. */
    static byte[] edited(byte[] json, UnaryOperator<String> change) {
        String before = new String(json, StandardCharsets.UTF_8);
        String after = change.apply(before);
        if (after.equals(before)) {
            throw new AssertionError("nothing was replaced in " + before);
        }
        return after.getBytes(StandardCharsets.UTF_8);
    }
}
