package dev.toolflow.pictures;

import static dev.toolflow.pictures.Exif.chunk;
import static dev.toolflow.pictures.Exif.latin;
import static dev.toolflow.pictures.Exif.segment;
import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.testkit.picture.PictureFile;
import dev.toolflow.testkit.request.PictureType;
import java.awt.image.BufferedImage;
import java.io.IOException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetadataTest {
    private static final int SIDE = 32;
    private static final BufferedImage IMAGE = Drawn.quarters(SIDE, SIDE);
    private static final byte[] JPEG = Drawn.jpeg(IMAGE);
    private static final byte[] PNG = Drawn.png(IMAGE);
    private static final byte[] WEBP = PictureFile.of(IMAGE, PictureType.WEBP, 100);

    private static byte[] stripped(byte[] bytes) throws IOException {
        byte[] stripped = Drawn.file(bytes).withoutMetadata().bytes();
        assertThat(Drawn.decoded(stripped)).as("the pixels").isEqualTo(Drawn.decoded(bytes));
        assertThat(new String(stripped, ISO_8859_1)).doesNotContain(Exif.SECRET);
        return stripped;
    }

    @Nested
    class A_file_without_metadata {
        @Test
        void stays_what_it_is_byte_for_byte() throws IOException {
            assertThat(stripped(JPEG)).isEqualTo(JPEG);
            assertThat(stripped(PNG)).isEqualTo(PNG);
            assertThat(stripped(WEBP)).isEqualTo(WEBP);
        }
    }

    @Nested
    class Of_a_jpeg {
        @Test
        void exif_xmp_iptc_comments_and_credentials_go() throws IOException {
            byte[] told = Exif.inJpeg(JPEG, Exif.tiff(1, BIG_ENDIAN));
            told = Drawn.insert(told, 2, segment(0xe1, latin("http://ns.adobe.com/xap/1.0/\0" + Exif.SECRET)));
            told = Drawn.insert(told, 2, segment(0xed, latin("Photoshop 3.0\0" + Exif.SECRET)));
            told = Drawn.insert(told, 2, segment(0xeb, latin("JP jumb c2pa " + Exif.SECRET)));
            told = Drawn.insert(told, 2, segment(0xe2, latin("MPF\0" + Exif.SECRET)));
            told = Drawn.insert(told, 2, segment(0xfe, latin(Exif.SECRET)));

            assertThat(stripped(told)).isEqualTo(JPEG);
        }

        @Test
        void a_comment_between_the_pixels_and_the_end_goes_as_well() throws IOException {
            assertThat(stripped(Drawn.insert(JPEG, JPEG.length - 2, segment(0xfe, latin(Exif.SECRET)))))
                    .isEqualTo(JPEG);
        }

        @Test
        void the_preview_in_its_jfif_header_goes() throws IOException {
            byte[] told = JPEG.clone();
            told[5] += 3;
            told[18] = 1;
            told[19] = 1;
            told = Drawn.insert(told, 20, new byte[] {1, 2, 3});

            assertThat(stripped(told)).isEqualTo(JPEG);
        }

        @Test
        void the_colour_profile_stays() throws IOException {
            byte[] profile = segment(0xe2, latin("ICC_PROFILE\0\1\1 broken"));

            assertThat(new String(stripped(Drawn.insert(JPEG, 20, profile)), ISO_8859_1))
                    .contains("ICC_PROFILE");
        }

        @ParameterizedTest
        @ValueSource(ints = {2, 3, 4, 5, 6, 7, 8})
        void an_orientation_stays_alone(int orientation) throws IOException {
            for (byte[] tiff :
                    new byte[][] {Exif.tiff(orientation, BIG_ENDIAN), Exif.tiff(orientation, LITTLE_ENDIAN)}) {
                byte[] stripped = stripped(Exif.inJpeg(JPEG, tiff));

                assertThat(stripped).hasSize(JPEG.length + 4 + 6 + 26);
                assertThat(Drawn.file(stripped).withoutMetadata().bytes()).isEqualTo(stripped);
            }
        }
    }

    @Nested
    class Of_a_png {
        @Test
        void exif_texts_times_and_what_nobody_knows_go() throws IOException {
            byte[] told = Exif.inPng(PNG, Exif.tiff(1, BIG_ENDIAN));
            for (String type : new String[] {"tEXt", "zTXt", "iTXt", "tIME", "caBX", "prVt"}) {
                told = Drawn.insert(told, 33, chunk(type, latin("Comment\0" + Exif.SECRET)));
            }

            assertThat(stripped(told)).isEqualTo(PNG);
        }

        @Test
        void what_colours_depend_on_stays() throws IOException {
            byte[] told = Drawn.insert(PNG, 33, chunk("gAMA", new byte[] {0, 0, (byte) 0xb1, (byte) 0x8f}));

            assertThat(stripped(told)).isEqualTo(told);
        }

        @Test
        void an_orientation_stays_alone() throws IOException {
            byte[] stripped = stripped(Exif.inPng(PNG, Exif.tiff(6, LITTLE_ENDIAN)));

            assertThat(stripped).hasSize(PNG.length + 12 + 26);
        }
    }

    @Nested
    class Of_a_webp {
        @Test
        void exif_and_xmp_go_and_its_header_says_so() throws IOException {
            byte[] stripped = stripped(Exif.inWebp(WEBP, SIDE, Exif.tiff(1, BIG_ENDIAN)));

            assertThat(stripped).hasSize(WEBP.length + 18);
            assertThat(stripped[20]).as("flags").isZero();
        }

        @Test
        void an_orientation_stays_alone() throws IOException {
            byte[] stripped = stripped(Exif.inWebp(WEBP, SIDE, Exif.tiff(8, LITTLE_ENDIAN)));

            assertThat(stripped).hasSize(WEBP.length + 18 + 8 + 26);
            assertThat(stripped[20]).as("flags").isEqualTo((byte) 0x08);
        }
    }
}
