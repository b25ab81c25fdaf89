package dev.toolflow.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.budget.Spending;
import dev.toolflow.image.GeneratedImage;
import dev.toolflow.image.ImageGenerationOutput;
import dev.toolflow.run.StepRecord;
import dev.toolflow.step.Attempt;
import dev.toolflow.step.ImageGenerationStepDefinition;
import dev.toolflow.step.StepDefinition;
import dev.toolflow.step.StepException;
import dev.toolflow.step.StepResult;
import dev.toolflow.step.StepStatus;
import dev.toolflow.tool.CallReceipt;
import dev.toolflow.tool.Cost;
import dev.toolflow.tool.Endpoint;
import dev.toolflow.tool.Rejection;
import dev.toolflow.tool.ToolCallException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Documents of each format, as ToolFlow wrote them then. They are never written anew: a new format gets a folder of its own, and
 * those before stay readable. Format 2 knows where pictures were received.
 */
class GoldenCorpusTest {
    private static final String FOLDER = "/golden/v";
    private static final CallJson CALLS = new CallJson(text -> text);
    private static final ErrorJson ERRORS = new ErrorJson(text -> text);
    private static final GeneratedImage IMAGE =
            new GeneratedImage("ab".repeat(32), "image/webp", 16, 9, 123, "a cat with half a \uD800");
    private static final Spending SPENDING = new Spending(new BigDecimal("0.04"), 1280, 2, 1);

    /** A document of the corpus. */
    private record Golden<T>(int format, String name, T value, Written<T> written, Read<T> read) {
        @Override
        public String toString() {
            return "v" + format + "/" + name;
        }
    }

    private interface Written<T> {
        byte[] of(T value);
    }

    private interface Read<T> {
        T from(byte[] json);
    }

    static Stream<Golden<?>> corpus() {
        return IntStream.rangeClosed(1, Document.VERSION).boxed().flatMap(GoldenCorpusTest::corpus);
    }

    private static Stream<Golden<?>> corpus(int format) {
        return Stream.of(
                step(format, "step-completed", completed(), KeptSamples.PALETTE),
                step(format, "step-failed", failed(), KeptSamples.PALETTE),
                step(format, "step-skipped", skipped(), KeptSamples.PALETTE),
                step(format, "step-pictures", pictures(), ImageGenerationStepDefinition.create()),
                new Golden<>(
                        format,
                        "call-intent",
                        new CallIntent("generate_image", Endpoint.IMAGE_GENERATION, "gpt-image-x", SPENDING),
                        CALLS::write,
                        json -> CALLS.readIntent(json, "a call")),
                outcome(format, "call-answered", answered(format)),
                outcome(format, "call-unknown", unknown()),
                error(format, "error-rejected", rejected()),
                error(format, "error-held", held()),
                error(format, "error-rounds", new StepException.RoundsExhausted("step 'sharpen': 5 rounds", 5)),
                error(format, "error-other", new IllegalStateException("odd", new IOException("disk"))));
    }

    private static <O> Golden<Kept<O>> step(
            int format, String name, StepResult<O> result, StepDefinition<?, O> definition) {
        return new Golden<>(
                format,
                name,
                new Kept<>(result, 2, 2),
                kept -> KeptSamples.json().write(kept.result(), kept.lastRound(), kept.rounds()),
                json -> KeptSamples.json().read(json, result.id(), StepJson.shape(definition, ""), definition));
    }

    private static Golden<CallOutcome> outcome(int format, String name, CallOutcome outcome) {
        return new Golden<>(format, name, outcome, CALLS::write, json -> CALLS.readOutcome(json, "a call"));
    }

    private static Golden<RuntimeException> error(int format, String name, RuntimeException error) {
        return new Golden<>(format, name, error, ERRORS::write, json -> ERRORS.read(json, "an error"));
    }

    private static StepResult<KeptSamples.Palette> completed() {
        return KeptSamples.completed(
                KeptSamples.PALETTE,
                List.of(
                        KeptSamples.rejected(1, KeptSamples.palette()),
                        KeptSamples.accepted(2, KeptSamples.palette())));
    }

    private static StepResult<KeptSamples.Palette> failed() {
        StepException audit = new StepException.AuditFailed("the audit threw", new IllegalStateException("no"));
        Attempt<KeptSamples.Palette> unjudged =
                new Attempt.Failed<>(2, KeptSamples.palette(), audit, List.of(), KeptSamples.made());
        ToolCallException cut = new ToolCallException.Malformed("cut at 4096 tokens", KeptSamples.RECEIPT, null);
        return new StepResult<>(
                "brand/palette[3]",
                KeptSamples.PALETTE,
                StepStatus.FAILED,
                List.of(KeptSamples.failed(1, cut), unjudged),
                audit);
    }

    private static StepResult<KeptSamples.Palette> skipped() {
        return new StepResult<>("palette", KeptSamples.PALETTE, StepStatus.SKIPPED, List.of(), null);
    }

    private static StepResult<ImageGenerationOutput> pictures() {
        return KeptSamples.completed(
                ImageGenerationStepDefinition.create(),
                List.of(KeptSamples.accepted(1, new ImageGenerationOutput(List.of(IMAGE)))));
    }

    private static CallOutcome answered(int format) {
        return new CallOutcome(
                KeptSamples.RECEIPT,
                Cost.ofUsd(new BigDecimal("0.0400")),
                SPENDING,
                Spending.nothing(),
                null,
                "{\"images\":[{\"sha256\":\"" + IMAGE.sha256() + "\"}]}",
                List.of(new StepRecord.Blob(IMAGE.sha256(), IMAGE.mime(), IMAGE.sizeBytes())),
                format == 1 ? List.of() : List.of("/tmp/toolflow-spool-1/image-2.part"));
    }

    private static CallOutcome unknown() {
        CallReceipt receipt = CallReceipt.unreported("gpt-image-x", null);
        return new CallOutcome(
                receipt,
                Cost.unpriced(),
                Spending.nothing(),
                SPENDING,
                new ToolCallException.OutcomeUnknown("no answer within 300 s", receipt, new IOException("timeout")),
                null,
                List.of(),
                List.of());
    }

    private static RuntimeException rejected() {
        return new ToolCallException.Rejected(Rejection.MODERATION, "stopped", KeptSamples.RECEIPT, null);
    }

    private static RuntimeException held() {
        return new ToolCallException.Transient(
                "the circuit is open", ToolCallException.Transient.Held.CIRCUIT_OPEN, Duration.ofSeconds(30));
    }

    @ParameterizedTest
    @MethodSource("corpus")
    <T> void stays_readable(Golden<T> golden) {
        assertThat(Shown.of(golden.read().from(kept(golden)))).isEqualTo(Shown.of(golden.value()));
    }

    @ParameterizedTest
    @MethodSource("newest")
    <T> void is_what_the_newest_format_is_written_as(Golden<T> golden) {
        assertThat(new String(golden.written().of(golden.value()), StandardCharsets.UTF_8))
                .as("a change of what is written is a new format: raise Document.VERSION and read both")
                .isEqualTo(new String(kept(golden), StandardCharsets.UTF_8));
    }

    static Stream<Golden<?>> newest() {
        return corpus(Document.VERSION);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void has_no_document_that_is_not_read(int format) throws Exception {
        Path folder = Path.of(
                Objects.requireNonNull(getClass().getResource(FOLDER + format)).toURI());
        try (Stream<Path> files = Files.list(folder)) {
            List<String> names =
                    files.map(file -> file.getFileName().toString()).toList();
            assertThat(names)
                    .containsExactlyInAnyOrderElementsOf(corpus(format)
                            .map(golden -> golden.name() + ".json")
                            .toList());
        }
    }

    private static byte[] kept(Golden<?> golden) {
        String name = golden.format() + "/" + golden.name() + ".json";
        try (InputStream json = GoldenCorpusTest.class.getResourceAsStream(FOLDER + name)) {
            return Objects.requireNonNull(json, name).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
