package dev.toolflow.pictures;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toolflow.image.GeneratedImage;
import dev.toolflow.image.ImageFormat;
import dev.toolflow.ingest.ImageIngestor;
import dev.toolflow.ingest.ImageLimits;
import dev.toolflow.ingest.ImageRefusedException;
import dev.toolflow.store.ImageQuery;
import dev.toolflow.store.ImageRecord;
import dev.toolflow.store.ImageStore;
import dev.toolflow.testkit.picture.PictureFile;
import dev.toolflow.testkit.request.PictureType;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecodingTest {

    /** The colours of the four quarters' middles. */
    private static List<String> quarters(Picture picture) {
        BufferedImage image = picture.toBufferedImage();
        int x = picture.width() / 4;
        int y = picture.height() / 4;
        return List.of(
                name(image.getRGB(x, y)),
                name(image.getRGB(3 * x, y)),
                name(image.getRGB(x, 3 * y)),
                name(image.getRGB(3 * x, 3 * y)));
    }

    private static String name(int argb) {
        Color colour = new Color(argb);
        String bits = "" + colour.getRed() / 128 + colour.getGreen() / 128 + colour.getBlue() / 128;
        return switch (bits) {
            case "100" -> "red";
            case "010" -> "green";
            case "001" -> "blue";
            case "111" -> "white";
            default -> bits;
        };
    }

    @Nested
    class A_picture {
        private final ImageStore store;

        A_picture(@TempDir Path directory) {
            store = ImageStore.directory(directory);
        }

        @Test
        void from_a_store_is_split_trimmed_and_stored_again() {
            ImageIngestor ingestor = new ImageIngestor(store, ImageLimits.standard());
            GeneratedImage grid =
                    Picture.of(Drawn.noise(200, 100, 1)).encode(ImageFormat.PNG).storeWith(ingestor);

            List<Picture> tiles = Picture.read(store, grid).grid(2, 2).stream()
                    .map(Picture::trimmed)
                    .toList();
            GeneratedImage tile = tiles.get(3).encode(ImageFormat.PNG).storeWith(ingestor);

            assertThat(tile.width()).isEqualTo(100);
            assertThat(Picture.read(store, tile)).isEqualTo(tiles.get(3));
        }

        @Test
        void from_a_store_is_read_within_limits_of_ones_own() {
            GeneratedImage image = Picture.of(Drawn.noise(20, 10, 1))
                    .encode(ImageFormat.PNG)
                    .storeWith(new ImageIngestor(store, ImageLimits.standard()));

            assertThat(Picture.read(store, image, ImageLimits.standard().maxPixels(200)))
                    .isEqualTo(Picture.of(Drawn.noise(20, 10, 1)));
            assertThatThrownBy(() ->
                            Picture.read(store, image, ImageLimits.standard().maxPixels(199)))
                    .isInstanceOf(ImageRefusedException.class);
        }

        @Test
        void is_stored_with_attributes_of_the_users_own() {
            EncodedPicture encoded = Picture.of(Drawn.noise(20, 10, 1)).encode(ImageFormat.PNG);

            GeneratedImage image =
                    encoded.storeWith(new ImageIngestor(store, ImageLimits.standard()), Map.of("tenant", "acme"));

            assertThat(store.list(ImageQuery.all().attribute("tenant", "acme")))
                    .extracting(ImageRecord::image)
                    .containsExactly(image);
        }

        @Test
        void from_a_file_is_read_within_limits(@TempDir Path directory) throws IOException {
            Path file = Files.write(directory.resolve("a.png"), Drawn.png(Drawn.noise(20, 10, 1)));

            assertThat(Picture.read(file, ImageLimits.standard())).isEqualTo(Picture.of(Drawn.noise(20, 10, 1)));
        }
    }

    @Nested
    class Orientation_is_honoured {
        @ParameterizedTest
        @CsvSource({
            "1, red green blue white",
            "2, green red white blue",
            "3, white blue green red",
            "4, blue white red green",
            "5, red blue green white",
            "6, blue red white green",
            "7, white green blue red",
            "8, green white red blue"
        })
        void in_every_format(int orientation, String shown) throws IOException {
            byte[] exif = Exif.tiff(orientation, BIG_ENDIAN);
            BufferedImage image = Drawn.quarters(64, 64);
            byte[] webp = PictureFile.of(image, PictureType.WEBP, 100);

            assertThat(quarters(Drawn.decoded(Exif.inPng(Drawn.png(image), exif))))
                    .containsExactly(shown.split(" "));
            assertThat(quarters(Drawn.decoded(Exif.inJpeg(Drawn.jpeg(image), exif))))
                    .containsExactly(shown.split(" "));
            assertThat(quarters(Drawn.decoded(Exif.inWebp(webp, 64, exif)))).containsExactly(shown.split(" "));
        }

        @ParameterizedTest
        @ValueSource(ints = {5, 6, 7, 8})
        void with_sides_that_change_places(int orientation) throws IOException {
            byte[] exif = Exif.tiff(orientation, BIG_ENDIAN);
            Picture upright = Drawn.decoded(Exif.inPng(Drawn.png(Drawn.noise(7, 3, 1)), exif));

            assertThat(upright.width()).isEqualTo(3);
            assertThat(upright.height()).isEqualTo(7);
        }

        @ParameterizedTest
        @ValueSource(ints = {0, 9, -1})
        void unless_it_is_none(int orientation) throws IOException {
            byte[] exif = Exif.tiff(orientation, BIG_ENDIAN);

            assertThat(Drawn.decoded(Exif.inPng(Drawn.png(Drawn.noise(7, 3, 1)), exif)))
                    .isEqualTo(Picture.of(Drawn.noise(7, 3, 1)));
        }
    }

    @Nested
    class Encoding {
        @Test
        void to_png_loses_nothing_not_even_alpha() throws IOException {
            BufferedImage image = Drawn.noise(9, 9, 1);
            image.setRGB(1, 1, 0x40123456);
            image.setRGB(2, 2, 0x00123456);

            assertThat(Drawn.decoded(Drawn.png(image))).isEqualTo(Picture.of(image));
        }

        @Test
        void to_jpeg_puts_white_behind_what_shines_through() throws IOException {
            Picture decoded = Drawn.decoded(Drawn.jpeg(Drawn.plain(16, 16, 0)));

            assertThat(decoded.isOpaque()).isTrue();
            assertThat(decoded.toBufferedImage().getRGB(8, 8)).isEqualTo(0xffffffff);
        }

        @Test
        void to_webp_is_refused_with_what_to_choose() {
            Picture picture = Picture.of(Drawn.noise(9, 9, 1));

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> picture.encode(ImageFormat.WEBP))
                    .withMessageContaining("choose PNG or JPEG");
        }
    }
}
