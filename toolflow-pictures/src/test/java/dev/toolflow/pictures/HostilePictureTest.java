package dev.toolflow.pictures;

import static dev.toolflow.pictures.Exif.chunk;
import static dev.toolflow.pictures.Exif.latin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.toolflow.ingest.ImageLimits;
import dev.toolflow.ingest.ImageRefusedException;
import dev.toolflow.ingest.ImageRefusedException.Reason;
import dev.toolflow.testkit.picture.PictureFile;
import dev.toolflow.testkit.request.PictureType;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostilePictureTest {
    private static final BufferedImage IMAGE = Drawn.quarters(24, 24);
    private static final byte[] PNG = Drawn.png(IMAGE);
    private static final byte[] JPEG = Drawn.jpeg(IMAGE);
    private static final byte[] WEBP = PictureFile.of(IMAGE, PictureType.WEBP, 100);

    private static ImageRefusedException refusal(byte[] bytes, ImageLimits limits) {
        return catchThrowableOfType(
                ImageRefusedException.class, () -> Picture.read(new ByteArrayInputStream(bytes), limits));
    }

    @Nested
    class Before_decoding {
        @Test
        void too_many_bytes_pixels_or_long_sides_are_refused() {
            ImageLimits limits = ImageLimits.standard();

            assertThat(refusal(PNG, limits.maxBytes(100)).reason()).isEqualTo(Reason.TOO_LARGE);
            assertThat(refusal(PNG, limits.maxPixels(24 * 24 - 1)).reason()).isEqualTo(Reason.TOO_MANY_PIXELS);
            assertThat(refusal(WEBP, limits.maxSide(23)).reason()).isEqualTo(Reason.TOO_MANY_PIXELS);
        }

        @Test
        void what_is_no_picture_is_refused() {
            assertThat(refusal(latin("<html>"), ImageLimits.standard()).reason())
                    .isEqualTo(Reason.NOT_AN_IMAGE);
            assertThat(refusal(new byte[0], ImageLimits.standard()).reason()).isEqualTo(Reason.NOT_AN_IMAGE);
        }

        @Test
        void a_jpeg_of_a_hundred_and_one_scans_is_refused() {
            assertThat(refusal(scannedAgain(100), ImageLimits.standard())).hasMessageContaining("more than 100 scans");
        }

        @Test
        void a_large_jpeg_of_fewer_scans_is_refused_for_each_is_a_pass_over_all_pixels() {
            byte[] many = scannedAgain(32);
            int frame = indexOf(many, (byte) 0xc0) + 4;
            ByteBuffer.wrap(many).putShort(frame, (short) 4096).putShort(frame + 2, (short) 4096);

            assertThat(refusal(many, ImageLimits.standard())).hasMessageContaining("more than 32 scans");
        }

        private byte[] scannedAgain(int times) {
            int scan = indexOf(JPEG, (byte) 0xda) - 1;
            byte[] scans = Arrays.copyOfRange(JPEG, scan, JPEG.length - 2);
            byte[] many = JPEG;
            for (int i = 0; i < times; i++) {
                many = Drawn.insert(many, scan, scans);
            }
            return many;
        }

        private int indexOf(byte[] bytes, byte marker) {
            int at = 1;
            while (bytes[at - 1] != (byte) 0xff || bytes[at] != marker) {
                at++;
            }
            return at;
        }
    }

    @Nested
    class While_decoding {
        @Test
        void pixels_that_are_none_are_refused_with_their_cause() {
            ImageRefusedException refusal =
                    refusal(Hostile.withPixels(PNG, new byte[] {1, 2, 3}), ImageLimits.standard());

            assertThat(refusal.reason()).isEqualTo(Reason.BROKEN);
            assertThat(refusal).hasCauseInstanceOf(Exception.class);
        }

        @Test
        void a_text_or_profile_that_inflates_to_much_is_not_inflated() throws IOException {
            byte[] bomb = Hostile.bomb(16 << 20);
            byte[] text = Drawn.insert(PNG, 33, chunk("zTXt", Exif.join(latin("a\0\0"), bomb)));
            byte[] profile = Drawn.insert(PNG, 33, chunk("iCCP", Exif.join(latin("a\0\0"), bomb)));

            assertThat(Drawn.decoded(text)).isEqualTo(Picture.of(IMAGE));
            assertThat(Drawn.decoded(profile)).isEqualTo(Picture.of(IMAGE));
        }

        /** The reader by itself goes on with zeros: 16 million pixels of them from some hundred bytes. */
        @Test
        void webp_pixels_that_end_early_are_refused_and_not_made_up() {
            byte[] noise = PictureFile.of(Drawn.noise(64, 64, 1), PictureType.WEBP, 100);
            byte[] cut = Arrays.copyOf(noise, noise.length / 4 * 2);
            ByteBuffer.wrap(cut)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(4, cut.length - 8)
                    .putInt(16, cut.length - 20);

            assertThat(refusal(cut, ImageLimits.standard()))
                    .hasMessageContaining("its pixels cannot be decoded")
                    .hasRootCauseInstanceOf(IOException.class);
        }

        @Test
        void metadata_that_is_damaged_does_not_matter() throws IOException {
            byte[] tiff = {'I', 'I', 42, 0, -1, -1, -1, -1};
            byte[] cut = {'M', 'M', 0, 42, 0, 0, 0, 8, -1, -1, 0x01, 0x12};

            for (byte[] exif : new byte[][] {tiff, cut, {}, {'I'}}) {
                assertThat(Drawn.decoded(Exif.inPng(PNG, exif))).isEqualTo(Picture.of(IMAGE));
                assertThat(Drawn.decoded(Exif.inWebp(WEBP, 24, exif))).isEqualTo(Picture.of(IMAGE));
                assertThat(Drawn.decoded(Exif.inJpeg(JPEG, exif))).isEqualTo(Drawn.decoded(JPEG));
            }
        }

        @ParameterizedTest
        @ValueSource(longs = {1, 2, 3, 4, 5, 6})
        void whatever_comes_is_a_picture_or_refused(long seed) {
            Random random = new Random(seed);
            byte[][] files = {PNG, JPEG, WEBP, Exif.inWebp(WEBP, 24, Exif.xmp()), Exif.inJpeg(JPEG, Exif.xmp())};
            int decoded = 0;
            for (int i = 0; i < 150; i++) {
                byte[] forged = forged(files[random.nextInt(files.length)].clone(), random);
                try {
                    EncodedPicture file = Drawn.file(forged);
                    Drawn.file(file.withoutMetadata().bytes());
                    decoded += file.decode().width() > 0 ? 1 : 0;
                } catch (ImageRefusedException | IOException e) {
                    assertThat(e).isInstanceOf(ImageRefusedException.class);
                }
            }
            assertThat(decoded).as("decoded").isPositive();
        }

        /** Flips bits and writes random numbers; a PNG's checksums are made right again, so that it is decoded. */
        private byte[] forged(byte[] bytes, Random random) {
            for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            }
            if (random.nextInt(4) == 0) {
                ByteBuffer.wrap(bytes).putInt(random.nextInt(bytes.length - 4), random.nextInt());
            }
            if (bytes[0] == (byte) 0x89 && bytes.length > 60) {
                byte[] pixels = Arrays.copyOfRange(bytes, 41, bytes.length - 16);
                return Hostile.withPixels(PNG, pixels);
            }
            return bytes;
        }
    }
}
