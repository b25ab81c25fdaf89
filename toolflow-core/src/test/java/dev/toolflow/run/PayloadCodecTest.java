package dev.toolflow.run;

import static dev.toolflow.run.Payloads.NEW;
import static dev.toolflow.run.Payloads.OLD;
import static dev.toolflow.run.Payloads.PLACE;
import static dev.toolflow.run.Payloads.PLAIN;
import static dev.toolflow.run.Payloads.hex;
import static dev.toolflow.run.Payloads.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.run.PayloadCodec.Place;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PayloadCodecTest {
    static Stream<PayloadCodec> codecs() {
        return Stream.of(
                PayloadCodec.checked(),
                PayloadCodec.aesGcm("2025", OLD),
                PayloadCodec.aesGcm("2026", NEW).andKey("2025", OLD).alsoUnencrypted());
    }

    /** The word "tea". */
    private static final String CHECKED_IN_VERSION_1 =
            "54464331c07579dbc694e866c31e8b76262d68723a4956fbcfd16ed0de537a831f573bdd4130dec7f6f6b9c4b79d009b41291ca4746561";

    @Nested
    class Every_codec {
        @ParameterizedTest
        @MethodSource("dev.toolflow.run.PayloadCodecTest#codecs")
        void reads_what_it_wrote(PayloadCodec codec) {
            byte[] large = new byte[5 * 1024 * 1024];
            new Random(3).nextBytes(large);

            for (byte[] plain : List.of(new byte[0], new byte[1], PLAIN, large)) {
                assertThat(codec.decode(PLACE, codec.encode(PLACE, plain))).isEqualTo(plain);
            }
        }

        @ParameterizedTest
        @MethodSource("dev.toolflow.run.PayloadCodecTest#codecs")
        void refuses_what_was_written_for_another_place(PayloadCodec codec) {
            Payload stored = codec.encode(PLACE, PLAIN);

            for (Place other : List.of(
                    new Place("run-2", "hero[3]", "result"),
                    new Place("run-1", "hero[2]", "result"),
                    new Place("run-1", null, "result"),
                    new Place("run-1", "", "result"),
                    new Place("run-1", "hero[3]", "input"),
                    new Place("run-1hero[3]", "", "result"),
                    new Place("run-1", "hero[3]result", ""),
                    new Place("hero[3]", "run-1", "result"))) {
                assertThat(refused(codec, other, stored)).hasMessageContaining("another place");
            }
        }

        @ParameterizedTest
        @MethodSource("dev.toolflow.run.PayloadCodecTest#codecs")
        void tells_no_step_from_a_step_without_a_name(PayloadCodec codec) {
            Payload ofTheRun = codec.encode(new Place("run-1", null, "end"), PLAIN);

            refused(codec, new Place("run-1", "", "end"), ofTheRun);
            assertThat(codec.decode(new Place("run-1", null, "end"), ofTheRun)).isEqualTo(PLAIN);
        }

        @ParameterizedTest
        @MethodSource("dev.toolflow.run.PayloadCodecTest#codecs")
        void tells_places_apart_that_are_alike_in_utf_8(PayloadCodec codec) {
            Payload stored = codec.encode(new Place("run-1", "\ud800", "end"), PLAIN);

            refused(codec, new Place("run-1", "\ud801", "end"), stored);
            refused(codec, new Place("run-1", "?", "end"), stored);
        }

        @ParameterizedTest
        @MethodSource("dev.toolflow.run.PayloadCodecTest#codecs")
        void refuses_a_payload_of_which_any_bit_is_wrong(PayloadCodec codec) {
            byte[] good = codec.encode(PLACE, PLAIN).bytes();

            for (int bit = 0; bit < good.length * Byte.SIZE; bit++) {
                byte[] bad = good.clone();
                bad[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
                refused(codec, PLACE, Payload.of(bad));
            }
        }

        @ParameterizedTest
        @MethodSource("dev.toolflow.run.PayloadCodecTest#codecs")
        void refuses_a_payload_that_is_cut_or_goes_on(PayloadCodec codec) {
            byte[] good = codec.encode(PLACE, PLAIN).bytes();

            for (int length = 0; length < good.length; length++) {
                assertThat(refused(codec, PLACE, Payload.of(Arrays.copyOf(good, length))))
                        .hasMessageContaining("damaged");
            }
            assertThat(refused(codec, PLACE, Payload.of(Arrays.copyOf(good, good.length + 1))))
                    .hasMessageContaining("damaged");
        }

        @ParameterizedTest
        @MethodSource("dev.toolflow.run.PayloadCodecTest#codecs")
        void refuses_bytes_that_are_no_payload(PayloadCodec codec) {
            Random random = new Random(4);
            for (int length = 0; length < 300; length++) {
                byte[] noise = new byte[length];
                random.nextBytes(noise);
                assertThat(refused(codec, PLACE, Payload.of(noise))).hasMessageContaining("no format");
            }
        }

        @ParameterizedTest
        @MethodSource("dev.toolflow.run.PayloadCodecTest#codecs")
        void refuses_a_mark_with_noise_behind_it(PayloadCodec codec) {
            Random random = new Random(5);
            for (String mark : List.of("TFC1", "TFE1", "TFC2", "TFE2")) {
                for (int length = 4; length < 100; length++) {
                    byte[] noise = new byte[length];
                    random.nextBytes(noise);
                    System.arraycopy(mark.getBytes(StandardCharsets.US_ASCII), 0, noise, 0, 4);
                    refused(codec, PLACE, Payload.of(noise));
                }
            }
        }
    }

    @Nested
    class What_is_checked {
        private final PayloadCodec codec = PayloadCodec.checked();

        @Test
        void is_in_clear() {
            byte[] stored = codec.encode(PLACE, PLAIN).bytes();

            assertThat(Arrays.copyOfRange(stored, stored.length - PLAIN.length, stored.length))
                    .isEqualTo(PLAIN);
        }

        @Test
        void says_that_it_is_damaged_rather_than_out_of_place() {
            byte[] bad = codec.encode(PLACE, PLAIN).bytes();
            bad[bad.length - 1]++;

            assertThat(refused(codec, PLACE, Payload.of(bad)))
                    .hasMessageContaining("damaged")
                    .hasMessageNotContaining("another place");
        }

        @Test
        void says_that_it_is_out_of_place_rather_than_damaged() {
            Payload stored = codec.encode(PLACE, PLAIN);

            assertThat(refused(codec, new Place("run-2", "hero[3]", "result"), stored))
                    .hasMessageContaining("another place")
                    .hasMessageNotContaining("damaged");
        }

        @Test
        void says_that_it_cannot_read_what_is_encrypted() {
            Payload stored = PayloadCodec.aesGcm("2026", NEW).encode(PLACE, PLAIN);

            assertThat(refused(codec, PLACE, stored)).hasMessageContaining("encrypted");
        }

        @Test
        void stays_readable() {
            Payload written = hex(CHECKED_IN_VERSION_1);

            assertThat(codec.encode(PLACE, "tea".getBytes(StandardCharsets.UTF_8)))
                    .isEqualTo(written);
            assertThat(codec.decode(PLACE, written))
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo("tea");
        }
    }
}
