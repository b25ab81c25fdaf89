package dev.toolflow.pictures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.toolflow.ingest.ImageRefusedException.Reason;
import java.awt.image.BufferedImage;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class QualityCheckTest {
    private final QualityCheck check = QualityCheck.standard();

    @Test
    void a_good_picture_has_no_problem() {
        assertThat(check.problems(Picture.of(Drawn.quarters(64, 64)))).isEmpty();
    }

    @Test
    void a_short_side_is_one() {
        assertThat(check.problems(Picture.of(Drawn.quarters(64, 63))))
                .singleElement()
                .extracting(QualityProblem::message)
                .isEqualTo("it is 64x63, a side needs at least 64 pixels");
        assertThat(check.minSide(10).problems(Picture.of(Drawn.quarters(64, 63))))
                .isEmpty();
    }

    @Test
    void one_colour_is_one_and_so_is_a_dot_in_it() {
        BufferedImage image = Drawn.plain(100, 100, 0xff808080);
        image.setRGB(50, 50, 0xff000000);

        assertThat(check.problems(Picture.of(image)))
                .singleElement()
                .isInstanceOf(QualityProblem.Uniform.class)
                .extracting(QualityProblem::message)
                .asString()
                .startsWith("it is of one colour");
        assertThat(check.minDeviation(0).problems(Picture.of(image))).isEmpty();
    }

    @Test
    void colours_of_the_same_lightness_are_not_one_colour() {
        BufferedImage image = Drawn.plain(100, 100, 0xff00ff00);
        image.setRGB(0, 0, 50, 100, new int[5000], 0, 50);

        assertThat(check.problems(Picture.of(image))).isEmpty();
    }

    @Test
    void what_is_transparent_shows_nothing_whatever_its_colour() {
        BufferedImage image = Drawn.noise(100, 100, 1);
        for (int i = 0; i < 10_000; i++) {
            image.setRGB(i % 100, i / 100, image.getRGB(i % 100, i / 100) & 0xffffff);
        }

        assertThat(check.problems(Picture.of(image))).singleElement().isInstanceOf(QualityProblem.Uniform.class);
    }

    @Test
    void all_problems_come_at_once() {
        assertThat(check.problems(Picture.of(Drawn.plain(5, 5, 0)))).hasSize(2);
    }

    @Test
    void pixels_that_do_not_decode_are_one() throws IOException {
        byte[] png = Drawn.png(Drawn.noise(70, 70, 1));
        EncodedPicture broken = Drawn.file(Hostile.withPixels(png, new byte[] {1, 2, 3}));

        assertThat(check.problems(broken))
                .singleElement()
                .asInstanceOf(type(QualityProblem.Undecodable.class))
                .satisfies(problem -> {
                    assertThat(problem.reason()).isEqualTo(Reason.BROKEN);
                    assertThat(problem.message()).contains("its pixels cannot be decoded");
                });
    }

    @Test
    void thresholds_out_of_their_bounds_are_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> check.minSide(0)).withMessageContaining("minSide");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> check.minDeviation(Double.NaN))
                .withMessageContaining("minDeviation");
    }
}
