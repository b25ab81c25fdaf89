package dev.toolflow.ingest;

import static dev.toolflow.ingest.Pictures.PNG_SIGNATURE;
import static dev.toolflow.ingest.Pictures.first;
import static dev.toolflow.ingest.Pictures.hex;
import static dev.toolflow.ingest.Pictures.ihdr;
import static dev.toolflow.ingest.Pictures.join;
import static dev.toolflow.ingest.Pictures.jpeg;
import static dev.toolflow.ingest.Pictures.png;
import static dev.toolflow.ingest.Pictures.pngChunk;
import static dev.toolflow.ingest.Pictures.pngThatSays;
import static dev.toolflow.ingest.Pictures.riff;
import static dev.toolflow.ingest.Pictures.vp8;
import static dev.toolflow.ingest.Pictures.vp8l;
import static dev.toolflow.ingest.Pictures.vp8x;
import static dev.toolflow.ingest.Pictures.webpChunk;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.toolflow.ingest.ImageRefusedException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostileImageTest {
    private static final byte[] IEND = pngChunk("IEND", new byte[0]);
    private static final byte[] IDAT = pngChunk("IDAT", new byte[10]);
    private static final String SOF_5_BY_5 = "ff d8 ff c0 00 0b 08 00 05 00 05 01 01 11 00";
    private static final String SCAN = "ff da 00 08 01 01 00 00 3f 00";

    private static ImageHeader read(byte[] bytes) throws IOException {
        return ImageHeader.read(new ImageBytes(Pictures.stream(bytes), bytes.length), ImageLimits.standard(), null);
    }

    private static void assertRefused(byte[] bytes, Reason reason, String what) {
        ImageRefusedException refusal = catchThrowableOfType(ImageRefusedException.class, () -> read(bytes));
        assertThat(refusal).as("a refusal").isNotNull().hasMessageContaining(what);
        assertThat(refusal.reason()).isEqualTo(reason);
    }

    @Nested
    class What_is_not_a_picture {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "<!DOCTYPE html><p>502| it is HTML",
                    "  <html><body>| it is HTML",
                    "<svg xmlns='http://www.w3.org/2000/svg'/>| it is an SVG",
                    "<?xml version='1.0'?><svg/>| it is an SVG",
                    "{\"error\":{}}| it is JSON",
                    "BM0000| it is a BMP",
                    "'II*\0'| it is a TIFF",
                    "0000ftypheic| it is an ISO media file",
                    "%PDF-1.7| it is a PDF",
                    "RIFF0000WAVE| it is a RIFF file other than WebP",
                    "'\u001B[31mred'| it is of an unknown format"
                })
        void is_refused_with_the_name_of_what_it_seems_to_be(String content, String named) {
            assertRefused(content.getBytes(UTF_8), Reason.NOT_AN_IMAGE, named);
        }

        @Test
        void may_be_a_gif_or_nothing() {
            assertRefused(Pictures.GIF, Reason.NOT_AN_IMAGE, "it is a GIF");
            assertRefused(new byte[0], Reason.NOT_AN_IMAGE, "it is empty");
            assertRefused(new byte[] {(byte) 0x89}, Reason.NOT_AN_IMAGE, "unknown format");
        }
    }

    @Nested
    class Sides_and_pixels {
        @ParameterizedTest
        @CsvSource({"16000, 16000", "8193, 1", "1, 8193", "8192, 8192", "2147483647, 2147483647", "2147483647, 1"})
        void above_the_limits_are_refused_from_the_header_alone(int width, int height) {
            byte[] headerOnly = join(PNG_SIGNATURE, ihdr(width, height));

            assertRefused(headerOnly, Reason.TOO_MANY_PIXELS, "it is " + width + "x" + height);
        }

        @ParameterizedTest
        @CsvSource({"0, 5", "5, 0", "-1, 5", "5, -2147483648"})
        void of_zero_or_less_are_refused(int width, int height) {
            assertRefused(pngThatSays(width, height), Reason.BROKEN, "its header says");
        }

        @Test
        void at_the_limits_are_taken() throws IOException {
            assertThat(read(pngThatSays(8192, 2048)).width()).isEqualTo(8192);
            assertThat(read(pngThatSays(4096, 4096)).height()).isEqualTo(4096);
        }

        @Test
        void are_refused_alike_in_jpeg_and_webp() {
            assertRefused(hex("ff d8 ff c2 00 0b 08 ff ff ff ff 01 01 11 00"), Reason.TOO_MANY_PIXELS, "65535x65535");
            assertRefused(hex("ff d8 ff c0 00 0b 08 00 00 00 05 01 01 11 00"), Reason.BROKEN, "5x0");
            assertRefused(riff(vp8(16383, 16383)), Reason.TOO_MANY_PIXELS, "16383x16383");
            assertRefused(riff(vp8(0, 5)), Reason.BROKEN, "0x5");
            assertRefused(riff(vp8l(16384, 16384)), Reason.TOO_MANY_PIXELS, "16384x16384");
            assertRefused(riff(vp8x(1 << 24, 1 << 24), vp8(1, 1)), Reason.TOO_MANY_PIXELS, "16777216x16777216");
        }
    }

    @Nested
    class More_than_one_frame {
        @Test
        void is_refused_in_png_and_webp() {
            byte[] control = pngChunk("acTL", ByteBuffer.allocate(8).putInt(2).array());

            assertRefused(join(PNG_SIGNATURE, ihdr(5, 5), control, IDAT, IEND), Reason.ANIMATED, "an animated PNG");
            assertRefused(Pictures.WEBP_ANIMATED, Reason.ANIMATED, "an animated WebP");
            assertRefused(riff(vp8(5, 5), webpChunk("ANMF", new byte[16])), Reason.ANIMATED, "an animated WebP");
        }
    }

    @Nested
    class Whatever_comes {
        @ParameterizedTest
        @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
        void it_is_read_or_refused_and_nothing_else_happens(long seed) throws IOException {
            Random random = new Random(seed);
            byte[][] pictures = {
                png(20, 20), jpeg(20, 20), Pictures.WEBP_LOSSY, Pictures.WEBP_LOSSLESS, Pictures.WEBP_EXTENDED
            };
            int taken = 0;
            int refused = 0;
            for (int i = 0; i < 5_000; i++) {
                byte[] forged = forge(pictures[random.nextInt(pictures.length)].clone(), random);
                try {
                    ImageHeader header = read(forged);
                    assertThat(header.end()).isBetween(1L, (long) forged.length);
                    assertThat((long) header.width() * header.height()).isBetween(1L, 16L << 20);
                    taken++;
                } catch (ImageRefusedException e) {
                    assertThat(e).hasMessageStartingWith("image refused: ").hasMessageMatching("\\p{Print}+");
                    refused++;
                }
            }
            assertThat(taken).as("taken").isPositive();
            assertThat(refused).as("refused").isPositive();
        }

        /** Flips bits, writes random lengths, cuts, repeats. */
        private byte[] forge(byte[] bytes, Random random) {
            for (int flips = random.nextInt(4); flips > 0; flips--) {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            }
            if (random.nextInt(3) == 0) {
                ByteBuffer.wrap(bytes).putInt(random.nextInt(bytes.length - 4), random.nextInt());
            }
            return switch (random.nextInt(4)) {
                case 0 -> first(bytes, random.nextInt(bytes.length));
                case 1 -> join(bytes, first(bytes, random.nextInt(bytes.length)));
                default -> bytes;
            };
        }

        @Test
        void a_length_that_is_only_claimed_is_not_read_nor_allocated() throws IOException {
            byte[] claim = join(PNG_SIGNATURE, ihdr(5, 5), hex("7f ff ff ff 49 44 41 54"));
            CountingStream content = new CountingStream(claim);

            ImageRefusedException refusal = catchThrowableOfType(
                    ImageRefusedException.class,
                    () -> ImageHeader.read(new ImageBytes(content, claim.length), ImageLimits.standard(), null));

            assertThat(refusal.reason()).isEqualTo(Reason.BROKEN);
            assertThat(content.read).isEqualTo(claim.length);
        }

        @Test
        void a_picture_too_large_in_pixels_is_read_no_further_than_its_header() throws IOException {
            byte[] bomb = join(PNG_SIGNATURE, ihdr(16000, 16000), new byte[8 << 20]);
            CountingStream content = new CountingStream(bomb);

            ImageRefusedException refusal = catchThrowableOfType(
                    ImageRefusedException.class,
                    () -> ImageHeader.read(new ImageBytes(content, bomb.length), ImageLimits.standard(), null));

            assertThat(refusal.reason()).isEqualTo(Reason.TOO_MANY_PIXELS);
            assertThat(content.read).isLessThanOrEqualTo(16 * 1024);
        }
    }

    private static final class CountingStream extends InputStream {
        private final InputStream content;
        private int read;

        CountingStream(byte[] bytes) {
            content = Pictures.stream(bytes);
        }

        @Override
        public int read() throws IOException {
            read++;
            return content.read();
        }

        @Override
        public int read(byte[] target, int offset, int count) throws IOException {
            int got = content.read(target, offset, count);
            read += Math.max(got, 0);
            return got;
        }
    }
}
