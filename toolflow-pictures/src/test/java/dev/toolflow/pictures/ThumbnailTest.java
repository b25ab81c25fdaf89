package dev.toolflow.pictures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.toolflow.image.ImageFormat;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThumbnailTest {

    @ParameterizedTest
    @CsvSource({
        "400, 200, 100, 100, 50",
        "200, 400, 100, 50, 100",
        "333, 500, 100, 67, 100",
        "2000, 1, 10, 10, 1",
        "100, 100, 100, 100, 100",
        "20, 10, 100, 20, 10",
        "64, 64, 1, 1, 1"
    })
    void a_smaller_picture_keeps_its_ratio_and_none_grows(
            int width, int height, int maxSide, int smallWidth, int smallHeight) {
        Picture small = Picture.of(Drawn.quarters(width, height)).within(maxSide);

        assertThat(small.width()).isEqualTo(smallWidth);
        assertThat(small.height()).isEqualTo(smallHeight);
    }

    @Test
    void a_smaller_picture_shows_the_same() {
        BufferedImage small = Picture.of(Drawn.quarters(400, 400)).within(40).toBufferedImage();

        assertThat(small.getRGB(5, 5)).isEqualTo(0xffff0000);
        assertThat(small.getRGB(35, 5)).isEqualTo(0xff00ff00);
        assertThat(small.getRGB(5, 35)).isEqualTo(0xff0000ff);
    }

    @Test
    void the_standard_one_of_the_worst_picture_is_a_data_uri_below_64_kilobytes() throws IOException {
        EncodedPicture opaque = Picture.of(Drawn.noise(1500, 1500, 1)).thumbnail();
        BufferedImage faint = Drawn.noise(1500, 1500, 2);
        faint.setRGB(0, 0, 0x10ff0000);
        for (int x = 0; x < 200; x++) {
            for (int y = 0; y < 200; y++) {
                faint.setRGB(x, y, 0);
            }
        }
        EncodedPicture transparent = Picture.of(faint).thumbnail();

        assertThat(opaque.format()).isEqualTo(ImageFormat.JPEG);
        assertThat(opaque.dataUri()).startsWith("data:image/jpeg;base64,").hasSizeLessThanOrEqualTo(64_000);
        assertThat(transparent.format()).isEqualTo(ImageFormat.PNG);
        assertThat(transparent.dataUri()).startsWith("data:image/png;base64,").hasSizeLessThanOrEqualTo(64_000);
        assertThat(transparent.decode().isOpaque()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"256, 47000", "256, 10000", "256, 2000", "100, 1000"})
    void bytes_are_bounded_too(int maxSide, int maxBytes) throws IOException {
        EncodedPicture thumbnail = Picture.of(Drawn.noise(600, 300, 1)).thumbnail(maxSide, maxBytes);

        assertThat(thumbnail.sizeBytes()).isLessThanOrEqualTo(maxBytes);
        Picture decoded = Drawn.decoded(thumbnail.bytes());
        assertThat(decoded.width()).isLessThanOrEqualTo(maxSide);
        assertThat((double) decoded.width() / decoded.height()).isCloseTo(2, within(0.5));
    }

    @Test
    void the_data_uri_holds_the_file() {
        EncodedPicture thumbnail = Picture.of(Drawn.quarters(64, 64)).thumbnail();

        String base64 = thumbnail.dataUri().substring("data:image/jpeg;base64,".length());

        assertThat(Base64.getDecoder().decode(base64)).isEqualTo(thumbnail.bytes());
    }

    @Test
    void bounds_that_nothing_meets_are_refused() {
        Picture picture = Picture.of(Drawn.noise(10, 10, 1));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> picture.thumbnail(10, 20))
                .withMessageContaining("maxBytes must be at least");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> picture.thumbnail(0, 20_000))
                .withMessageContaining("maxSide must be at least 1");
    }
}
