package dev.toolflow.ingest;

import static dev.toolflow.ingest.Pictures.PNG_SIGNATURE;
import static dev.toolflow.ingest.Pictures.first;
import static dev.toolflow.ingest.Pictures.hex;
import static dev.toolflow.ingest.Pictures.ihdr;
import static dev.toolflow.ingest.Pictures.join;
import static dev.toolflow.ingest.Pictures.jpeg;
import static dev.toolflow.ingest.Pictures.png;
import static dev.toolflow.ingest.Pictures.pngChunk;
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
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class DamagedImageTest {
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
    class A_damaged_png {
        @Test
        void is_refused_wherever_it_is_cut() {
            byte[] whole = png(30, 30);

            for (int length = PNG_SIGNATURE.length; length < whole.length; length++) {
                assertRefused(first(whole, length), Reason.BROKEN, "");
            }
        }

        @Test
        void is_refused_when_one_bit_of_its_pixels_is_wrong() {
            byte[] picture = png(30, 30);
            picture[picture.length / 2] ^= 1;

            assertRefused(picture, Reason.BROKEN, "the CRC of its chunk IDAT");
        }

        @Test
        void is_refused_when_a_chunk_claims_gigabytes() {
            byte[] claim = join(PNG_SIGNATURE, ihdr(5, 5), hex("7f ff ff ff 49 44 41 54"), new byte[50]);

            assertRefused(claim, Reason.BROKEN, "it is cut");
        }

        @Test
        void is_refused_when_its_chunks_are_wrong() {
            byte[] header = join(PNG_SIGNATURE, ihdr(5, 5));

            assertRefused(join(PNG_SIGNATURE, IDAT, IEND), Reason.BROKEN, "IHDR");
            assertRefused(join(header, IEND), Reason.BROKEN, "chunk IEND is out of order");
            assertRefused(join(header, ihdr(5, 5), IDAT, IEND), Reason.BROKEN, "critical chunk IHDR");
            assertRefused(join(header, pngChunk("EVIL", new byte[1]), IDAT, IEND), Reason.BROKEN, "EVIL");
            assertRefused(join(header, pngChunk("a\nb\u001b", new byte[1]), IDAT), Reason.BROKEN, "four letters");
            assertRefused(
                    join(header, IDAT, pngChunk("tEXt", new byte[3]), IDAT, IEND), Reason.BROKEN, "IDAT is out of");
        }

        @Test
        void is_refused_when_it_is_made_of_ever_so_many_chunks() {
            ByteBuffer chunks = ByteBuffer.allocate(70_000 * 12);
            byte[] empty = pngChunk("tEXt", new byte[0]);
            while (chunks.hasRemaining()) {
                chunks.put(empty);
            }

            assertRefused(join(PNG_SIGNATURE, ihdr(5, 5), chunks.array(), IDAT, IEND), Reason.BROKEN, "65536 chunks");
        }
    }

    @Nested
    class A_damaged_jpeg {
        @Test
        void is_refused_wherever_it_is_cut() {
            byte[] whole = jpeg(30, 30);

            for (int length = 3; length < whole.length; length++) {
                assertRefused(first(whole, length), Reason.BROKEN, "");
            }
        }

        @Test
        void is_refused_when_its_markers_are_wrong() {
            assertRefused(hex("ff d8 ff d9"), Reason.BROKEN, "before any pixels");
            assertRefused(hex("ff d8 " + SCAN + " ff d9"), Reason.BROKEN, "before its frame header");
            assertRefused(hex(SOF_5_BY_5 + " ff d9"), Reason.BROKEN, "before any pixels");
            assertRefused(hex(SOF_5_BY_5 + " ff c0 00 0b 08 00 05 00 05 01 01 11 00"), Reason.BROKEN, "two frame");
            assertRefused(hex(SOF_5_BY_5 + " ff d8 ff d9"), Reason.BROKEN, "marker 0xd8");
            assertRefused(hex(SOF_5_BY_5 + " ff e0 00 01"), Reason.BROKEN, "shorter than its own length");
            assertRefused(hex(SOF_5_BY_5 + " 00"), Reason.BROKEN, "no marker at byte 15");
            assertRefused(hex("ff d8 ff c3 00 0b 08 00 05 00 05 01 01 11 00"), Reason.WRONG_TYPE, "lossless");
            assertRefused(hex("ff d8 ff c0 00 0b 08 00 05 00 05 03 01 11 00"), Reason.BROKEN, "contradicts");
        }

        @Test
        void is_not_taken_for_one_because_of_stuffed_bytes_and_restarts() throws IOException {
            byte[] tricky = hex(SOF_5_BY_5 + " " + SCAN + " 12 ff 00 d9 ff d0 34 ff ff d9");

            assertThat(read(tricky).end()).isEqualTo(tricky.length);
        }
    }

    @Nested
    class A_damaged_webp {
        @Test
        void is_refused_wherever_it_is_cut() {
            for (int length = 12; length < Pictures.WEBP_EXTENDED.length; length++) {
                assertRefused(first(Pictures.WEBP_EXTENDED, length), Reason.BROKEN, "it is cut");
            }
        }

        @Test
        void is_refused_when_its_chunks_are_wrong() {
            assertRefused(riff(), Reason.BROKEN, "without a picture");
            assertRefused(riff(vp8x(5, 5)), Reason.BROKEN, "without a picture");
            assertRefused(riff(vp8x(5, 5), vp8(6, 5)), Reason.BROKEN, "differ in size");
            assertRefused(riff(vp8(5, 5), vp8l(5, 5)), Reason.BROKEN, "two pictures");
            assertRefused(riff(vp8(5, 5), vp8x(5, 5)), Reason.BROKEN, "VP8X chunk is not the first");
            assertRefused(riff(webpChunk("EXIF", new byte[4]), vp8(5, 5)), Reason.BROKEN, "does not begin with");
            assertRefused(riff(webpChunk("VP8 ", new byte[10])), Reason.BROKEN, "key frame");
            assertRefused(riff(webpChunk("VP8L", new byte[10])), Reason.BROKEN, "version 0");
            assertRefused(
                    riff(webpChunk("VP8L", hex("2f 00 00 00")), webpChunk("EXIF", new byte[4])),
                    Reason.BROKEN,
                    "short");
            assertRefused(riff(join("VP8 ".getBytes(UTF_8), hex("ff ff ff ff"))), Reason.BROKEN, "longer than");
        }
    }
}
