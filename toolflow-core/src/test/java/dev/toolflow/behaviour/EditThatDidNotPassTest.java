package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Widths.UNKNOWN;
import static dev.toolflow.behaviour.Widths.WIDE;
import static dev.toolflow.behaviour.Widths.edit;
import static dev.toolflow.behaviour.Widths.failed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.image.GeneratedImage;
import dev.toolflow.image.ImageEditInput;
import dev.toolflow.image.ImageGenerationOutput;
import dev.toolflow.image.ImageSource;
import dev.toolflow.step.ImageEditStepDefinition;
import dev.toolflow.step.ImageRepair;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.testing.MockImages;
import dev.toolflow.testing.MockOpenAiToolService;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class EditThatDidNotPassTest {
    private static final ImageEditStepDefinition TOUCH = ImageEditStepDefinition.create();

    private final MockOpenAiToolService mock = MockOpenAiToolService.create();
    private final ToolFlowEngine engine = ToolFlowEngine.create(mock);
    private final ToolCallStep<ImageEditInput, ImageGenerationOutput> touched =
            ToolCallStep.of(TOUCH).model(UNKNOWN).audit(WIDE).repair(ImageRepair.EDIT);

    private final GeneratedImage first = stored('1', 64);
    private final GeneratedImage second = stored('2', 64);

    @AfterEach
    void closeTheEngine() {
        engine.close();
    }

    private ToolFlowResult<ImageGenerationOutput> touch(ImageEditInput input) {
        return engine.run(
                ToolFlow.define("touch", Topic.class, (flow, topic) -> flow.step(touched, topic.map(t -> input))), TEA);
    }

    private GeneratedImage stored(char colour, int side) {
        try {
            return engine.ingestor().ingest(new ByteArrayInputStream(MockImages.png(side, side, colour)), null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void is_edited_with_the_pictures_it_was_given_behind_it() {
        mock.on(TOUCH).image(8, 8).image(16, 16);

        var result = touch(ImageEditInput.of("A cup", first, second).inputFidelity("high"));

        assertThat(edit(mock, 1))
                .isEqualTo(ImageEditInput.of("A cup", failed(result, 1), first, second)
                        .inputFidelity("high"));
        assertThat(mock.requests(TOUCH)).hasSize(2);
    }

    @Test
    void takes_16_pictures_with_it_at_most() {
        mock.on(TOUCH).image(8, 8).image(16, 16);
        List<ImageSource> all = IntStream.range(0, 16)
                .mapToObj(i -> ImageSource.of(stored(Character.forDigit(i, 16), 64)))
                .toList();

        var result = touch(ImageEditInput.of("A cup", all));

        assertThat(edit(mock, 1).images())
                .hasSize(16)
                .startsWith(ImageSource.of(failed(result, 1)))
                .endsWith(all.get(14));
    }

    @Test
    void keeps_a_mask_that_fits_it() {
        mock.on(TOUCH).image(8, 8).image(16, 16);
        ImageSource mask = ImageSource.of(stored('a', 8));

        touch(ImageEditInput.of("A cup", stored('1', 8)).mask(mask));

        assertThat(edit(mock, 1).mask()).contains(mask);
        assertThat(edit(mock, 1).images()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void is_called_as_before_where_its_mask_would_not_fit(boolean inAFile, @TempDir Path directory) throws IOException {
        mock.on(TOUCH).image(8, 8).image(16, 16);
        Path file = Files.write(directory.resolve("mask.png"), MockImages.png(64, 64, 0x336699));
        ImageSource mask = inAFile ? ImageSource.of(file) : ImageSource.of(stored('a', 64));
        ImageEditInput input = ImageEditInput.of("A cup", first).mask(mask);

        touch(input);

        assertThat(edit(mock, 1)).isEqualTo(input);
        assertThat(mock.requests().get(1).input().feedback()).hasSize(1);
    }
}
