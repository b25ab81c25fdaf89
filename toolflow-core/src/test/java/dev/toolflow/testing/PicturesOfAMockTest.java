package dev.toolflow.testing;

import static dev.toolflow.behaviour.Lines.DRAW;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.WRITE;
import static dev.toolflow.behaviour.Lines.pictureFlow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toolflow.ToolFlowEngine;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.image.ImageGenerationInput;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.tool.ToolCallRequest;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PicturesOfAMockTest {
    private final MockOpenAiToolService mock = MockOpenAiToolService.create();
    private final ToolFlowEngine engine = ToolFlowEngine.create(mock);

    @AfterEach
    void closeTheEngine() {
        engine.close();
    }

    @Test
    void are_real_and_differ_from_call_to_call() {
        mock.on(DRAW).image(3, 5).image(3, 5).images(2, 3, 5);

        String first = engine.run(pictureFlow(ToolCallStep.of(DRAW)), TEA).output();
        String second = engine.run(pictureFlow(ToolCallStep.of(DRAW)), TEA).output();
        var both = engine.run(pictureFlow(ToolCallStep.of(DRAW)), TEA)
                .step(DRAW)
                .output()
                .orElseThrow();

        assertThat(first).isNotEqualTo(second);
        assertThat(both.images()).hasSize(2).doesNotHaveDuplicates();
        assertThat(both.image().width()).isEqualTo(3);
        assertThat(both.image().height()).isEqualTo(5);
    }

    @Test
    void may_follow_from_the_request() {
        mock.on(DRAW).answerImage(request -> MockImages.png(sizeOf(request), 4, 0x336699));

        var shorter =
                engine.run(pictureFlow(ToolCallStep.of(DRAW)), new Topic("tin")).step(DRAW);
        var longer = engine.run(pictureFlow(ToolCallStep.of(DRAW)), new Topic("a tea tin"))
                .step(DRAW);

        assertThat(shorter.output().orElseThrow().image().width()).isEqualTo(3);
        assertThat(longer.output().orElseThrow().image().width()).isEqualTo(9);
    }

    private static int sizeOf(ToolCallRequest request) {
        return ((ImageGenerationInput) request.input().value()).prompt().length();
    }

    @Test
    @SuppressWarnings("NullAway")
    void that_follow_from_the_request_are_for_image_tools_and_never_null() {
        mock.on(DRAW).answerImage(request -> null);

        assertThat(engine.run(pictureFlow(ToolCallStep.of(DRAW)), TEA).error().orElseThrow())
                .hasRootCauseMessage("step 'generate_image': answerImage returned null; return a picture's bytes, "
                        + "such as MockImages.png(8, 8, 0x336699)");
        assertThatThrownBy(() -> mock.on(WRITE).answerImage(request -> new byte[0]))
                .hasMessageContaining("makes no images");
    }

    @Test
    void have_the_size_and_colour_they_were_made_with() throws Exception {
        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(MockImages.png(3, 5, 0x336699)));

        assertThat(picture.getWidth()).isEqualTo(3);
        assertThat(picture.getHeight()).isEqualTo(5);
        assertThat(picture.getRGB(2, 4) & 0xFFFFFF).isEqualTo(0x336699);
    }

    @Test
    void are_refused_out_of_bounds() {
        assertThatThrownBy(() -> MockImages.png(0, 5, 0)).hasMessageContaining("width: must be from 1 to 4096");
        assertThatThrownBy(() -> MockImages.png(3, 4097, 0)).hasMessageContaining("height: must be from 1 to 4096");
    }
}
