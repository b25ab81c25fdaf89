package dev.toolflow.pictures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.toolflow.pictures.Drawn.Frame;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrimTest {
    private static final int WHITE = 0xffffffff;
    private static final int BLACK = 0xff000000;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void a_framed_picture_is_the_original_again(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 50; i++) {
            BufferedImage image = Drawn.noise(2 + random.nextInt(20), 2 + random.nextInt(20), random.nextLong());
            Frame frame = new Frame(random.nextInt(5), random.nextInt(5), random.nextInt(5), random.nextInt(5));
            int colour = random.nextInt();

            Picture trimmed = Picture.of(Drawn.framed(image, colour, frame)).trimmed(0);

            assertThat(trimmed).isEqualTo(Picture.of(image));
        }
    }

    @Test
    void each_side_may_have_a_colour_of_its_own() {
        BufferedImage image = Drawn.noise(5, 5, 1);
        BufferedImage left = Drawn.framed(image, WHITE, new Frame(2, 0, 0, 0));
        BufferedImage bars = Drawn.framed(left, BLACK, new Frame(0, 3, 0, 1));

        assertThat(Picture.of(bars).trimmed(0)).isEqualTo(Picture.of(image));
    }

    @Test
    void a_frame_within_the_frame_stays() {
        BufferedImage inner = Drawn.framed(Drawn.noise(5, 5, 1), BLACK, new Frame(1, 1, 1, 1));
        BufferedImage outer = Drawn.framed(inner, WHITE, new Frame(4, 4, 4, 4));

        assertThat(Picture.of(outer).trimmed()).isEqualTo(Picture.of(inner));
    }

    @Test
    void transparent_pixels_are_a_border_whatever_their_colour() {
        BufferedImage image = Drawn.framed(Drawn.noise(5, 5, 1), 0, new Frame(3, 3, 3, 3));
        for (int i = 0; i < 11; i++) {
            image.setRGB(i, 0, i * 20 << 16);
        }

        assertThat(Picture.of(image).trimmed(0)).isEqualTo(Picture.of(Drawn.noise(5, 5, 1)));
    }

    @Test
    void noise_within_the_tolerance_belongs_to_the_border() throws IOException {
        BufferedImage image = Drawn.framed(Drawn.plain(32, 32, BLACK), WHITE, new Frame(16, 16, 16, 16));
        image.setRGB(3, 3, 0xfff1f1f1);

        assertThat(Picture.of(image).trimmed().width()).isEqualTo(32);
        assertThat(Picture.of(image).trimmed(13).width()).isGreaterThan(32);
        assertThat(Drawn.decoded(Drawn.jpeg(image)).trimmed().width()).isBetween(32, 34);
    }

    @Test
    void one_pixel_is_enough_to_stay() {
        BufferedImage dot = Drawn.plain(9, 9, WHITE);
        dot.setRGB(4, 6, BLACK);

        assertThat(Picture.of(dot).trimmed()).isEqualTo(Picture.of(Drawn.plain(1, 1, BLACK)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7})
    void a_picture_of_one_colour_is_returned_as_it_is(int side) {
        Picture plain = Picture.of(Drawn.plain(side, 3, WHITE));

        assertThat(plain.trimmed()).isEqualTo(plain);
        assertThat(Picture.of(Drawn.plain(side, 3, 0)).trimmed().width()).isEqualTo(side);
    }

    @Test
    void two_halves_of_one_colour_each_keep_what_is_left() {
        BufferedImage halves = Drawn.framed(Drawn.plain(4, 4, BLACK), WHITE, new Frame(0, 4, 0, 0));

        Picture trimmed = Picture.of(halves).trimmed();

        assertThat(trimmed.height()).isPositive();
        assertThat(trimmed.width()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 256})
    void a_tolerance_out_of_its_bounds_is_refused(int tolerance) {
        Picture picture = Picture.of(Drawn.noise(2, 2, 1));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> picture.trimmed(tolerance))
                .withMessageContaining("0 to 255");
    }
}
