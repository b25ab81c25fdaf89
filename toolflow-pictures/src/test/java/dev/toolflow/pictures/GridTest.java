package dev.toolflow.pictures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GridTest {

    @Nested
    class A_picture_that_is_split {
        @ParameterizedTest
        @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
        void is_whole_again_when_its_tiles_lie_side_by_side(long seed) {
            Random random = new Random(seed);
            for (int i = 0; i < 50; i++) {
                int rows = 1 + random.nextInt(5);
                int columns = 1 + random.nextInt(5);
                BufferedImage image = Drawn.noise(columns + random.nextInt(40), rows + random.nextInt(40), seed);

                List<Picture> tiles = Picture.of(image).grid(rows, columns);

                assertThat(tiles).hasSize(rows * columns);
                assertThat(assembled(tiles, columns, image)).isEqualTo(Picture.of(image));
            }
        }

        private Picture assembled(List<Picture> tiles, int columns, BufferedImage like) {
            BufferedImage whole = new BufferedImage(like.getWidth(), like.getHeight(), BufferedImage.TYPE_INT_ARGB);
            int top = 0;
            int left = 0;
            for (int i = 0; i < tiles.size(); i++) {
                Picture tile = tiles.get(i);
                whole.getRaster().setRect(left, top, tile.toBufferedImage().getRaster());
                boolean last = i % columns == columns - 1;
                left = last ? 0 : left + tile.width();
                top += last ? tile.height() : 0;
            }
            return Picture.of(whole);
        }

        @Test
        void gives_tiles_row_by_row() {
            List<Picture> tiles = Picture.of(Drawn.quarters(8, 8)).grid(2, 2);

            assertThat(tiles)
                    .extracting(tile -> tile.toBufferedImage().getRGB(0, 0))
                    .containsExactly(0xffff0000, 0xff00ff00, 0xff0000ff, 0xffffffff);
        }

        @Test
        void has_tiles_that_differ_by_one_pixel_at_most() {
            List<Picture> tiles = Picture.of(Drawn.noise(10, 7, 1)).grid(2, 3);

            assertThat(tiles).extracting(Picture::width).containsExactly(3, 3, 4, 3, 3, 4);
            assertThat(tiles).extracting(Picture::height).containsExactly(3, 3, 3, 4, 4, 4);
        }

        @Test
        void can_have_more_rows_than_columns_but_not_than_pixels() {
            Picture picture = Picture.of(Drawn.noise(2, 3, 1));

            assertThat(picture.grid(3, 1)).hasSize(3);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> picture.grid(4, 1))
                    .withMessageContaining("2x3 pixels leave none for a tile of Grid[4x1");
        }
    }

    @Nested
    class A_gutter {
        @Test
        void is_left_out_between_tiles_and_nowhere_else() {
            BufferedImage image = Drawn.quarters(100, 100);
            for (int i = 0; i < 100; i++) {
                for (int line = 48; line < 53; line++) {
                    image.setRGB(line, i, 0);
                    image.setRGB(i, line, 0);
                }
            }

            List<Picture> tiles = Picture.of(image).grid(Grid.of(2, 2).gutter(5));

            assertThat(tiles).extracting(Picture::width).containsExactly(48, 47, 48, 47);
            assertThat(tiles)
                    .extracting(tile -> tile.trimmed(0))
                    .as("tiles of one colour")
                    .isEqualTo(tiles);
        }

        @Test
        void that_leaves_no_pixel_is_refused() {
            Picture picture = Picture.of(Drawn.noise(10, 10, 1));

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> picture.grid(Grid.of(2, 2).gutter(20)))
                    .withMessageContaining("gutter=20");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Grid.of(1, 1).gutter(-1))
                    .withMessageContaining("Grid.gutter");
            assertThatIllegalArgumentException().isThrownBy(() -> Grid.of(0, 1)).withMessageContaining("Grid.rows");
        }
    }
}
