package dev.toolflow.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.toolflow.run.PayloadCodec.Place;
import dev.toolflow.tool.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadCodecTest {
    private static final Place PLACE = new Place("run-1", "hero[3]", "result");
    private static final Secret OLD = key(1);
    private static final Secret NEW = key(2);
    private static final byte[] PLAIN = "un thé — \"tea\" 🍵".getBytes(StandardCharsets.UTF_8);

    /** The word "tea". */
    private static final String CHECKED_IN_VERSION_1 =
            "54464331c07579dbc694e866c31e8b76262d68723a4956fbcfd16ed0de537a831f573bdd4130dec7f6f6b9c4b79d009b41291ca4746561";

    /** The same word, by key "2025". */
    private static final String ENCRYPTED_IN_VERSION_1 =
            "5446453104323032356465666768696a6b6c6d6e6f3c7ebff15b4da3d73f9ac86a161bb7335dee6c";

    private static Secret key(int seed) {
        byte[] bytes = new byte[32];
        new Random(seed).nextBytes(bytes);
        return Secret.of(Base64.getEncoder().encodeToString(bytes));
    }

    static Stream<PayloadCodec> codecs() {
        return Stream.of(
                PayloadCodec.checked(),
                PayloadCodec.aesGcm("2025", OLD),
                PayloadCodec.aesGcm("2026", NEW).andKey("2025", OLD).alsoUnencrypted());
    }

    private static RunPayloadException refused(PayloadCodec codec, Place place, Payload stored) {
        RunPayloadException why = catchThrowableOfType(RunPayloadException.class, () -> codec.decode(place, stored));
        assertThat(why).isNotNull().hasMessageContaining(place.toString());
        return why;
    }

    private static Payload hex(String digits) {
        return Payload.of(HexFormat.of().parseHex(digits));
    }

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

    @Nested
    class What_is_encrypted {
        @Test
        void shows_nothing_of_the_payload() {
            byte[] stored = PayloadCodec.aesGcm("2026", NEW)
                    .encode(PLACE, new byte[1_000])
                    .bytes();
            Set<Byte> seen = new HashSet<>();
            for (byte one : stored) {
                seen.add(one);
            }

            assertThat(seen.size()).isGreaterThan(200);
        }

        @Test
        void is_never_written_alike_twice() {
            PayloadCodec codec = PayloadCodec.aesGcm("2026", NEW);
            Set<Payload> written = new HashSet<>();
            for (int i = 0; i < 1_000; i++) {
                written.add(codec.encode(PLACE, PLAIN));
            }

            assertThat(written).hasSize(1_000);
        }

        @Test
        void is_read_with_any_key_and_written_with_the_first() {
            PayloadCodec before = PayloadCodec.aesGcm("2025", OLD);
            PayloadCodec after = PayloadCodec.aesGcm("2026", NEW).andKey("2025", OLD);

            assertThat(after.decode(PLACE, before.encode(PLACE, PLAIN))).isEqualTo(PLAIN);
            assertThat(PayloadCodec.aesGcm("2026", NEW).decode(PLACE, after.encode(PLACE, PLAIN)))
                    .isEqualTo(PLAIN);
        }

        @Test
        void names_the_key_that_is_missing_and_what_to_do() {
            Payload stored = PayloadCodec.aesGcm("2025", OLD).encode(PLACE, PLAIN);

            assertThat(refused(PayloadCodec.aesGcm("2026", NEW), PLACE, stored))
                    .hasMessageContaining("key '2025'")
                    .hasMessageContaining("andKey(\"2025\"");
        }

        @Test
        void is_refused_with_another_key_of_that_id() {
            Payload stored = PayloadCodec.aesGcm("2026", OLD).encode(PLACE, PLAIN);

            assertThat(refused(PayloadCodec.aesGcm("2026", NEW), PLACE, stored)).hasMessageContaining("key '2026'");
        }

        @Test
        void is_bound_to_the_id_of_its_key() {
            byte[] stored =
                    PayloadCodec.aesGcm("2025", NEW).encode(PLACE, PLAIN).bytes();
            stored[8] = '6';

            refused(PayloadCodec.aesGcm("2026", NEW), PLACE, Payload.of(stored));
        }

        @Test
        void does_not_print_an_id_that_is_none() {
            byte[] stored =
                    PayloadCodec.aesGcm("2026", NEW).encode(PLACE, PLAIN).bytes();
            stored[5] = '\n';

            assertThat(refused(PayloadCodec.aesGcm("2026", NEW), PLACE, Payload.of(stored)))
                    .hasMessageNotContaining("\n")
                    .hasMessageContaining("damaged");
        }

        @Test
        void stays_readable() {
            PayloadCodec codec = PayloadCodec.aesGcm("2025", Secret.of("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="));

            assertThat(codec.decode(PLACE, hex(ENCRYPTED_IN_VERSION_1)))
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo("tea");
        }
    }

    @Nested
    class A_store_that_was_begun_without_encryption {
        private final Payload before = PayloadCodec.checked().encode(PLACE, PLAIN);

        @Test
        void is_refused_with_the_remedy() {
            assertThat(refused(PayloadCodec.aesGcm("2026", NEW), PLACE, before))
                    .hasMessageContaining("not encrypted")
                    .hasMessageContaining("alsoUnencrypted()");
        }

        @Test
        void is_read_where_that_is_wanted_and_encrypted_from_then_on() {
            PayloadCodec codec =
                    PayloadCodec.aesGcm("2026", NEW).alsoUnencrypted().andKey("2025", OLD);

            assertThat(codec.decode(PLACE, before)).isEqualTo(PLAIN);
            assertThat(PayloadCodec.aesGcm("2026", NEW).decode(PLACE, codec.encode(PLACE, PLAIN)))
                    .isEqualTo(PLAIN);
        }
    }

    @Nested
    class A_key {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "hunter2-hunter2",
                    "AAECAwQFBgcICQoLDA0ODw==",
                    "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gIQ==",
                    "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
                    "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8~"
                })
        void of_another_form_is_refused_without_being_shown(String bad) {
            assertThatThrownBy(() -> PayloadCodec.aesGcm("2026", Secret.of(bad)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasNoCause()
                    .hasMessage("key '2026': must be 32 bytes in Base64; make one with: openssl rand -base64 32");
        }

        @Test
        void may_end_with_a_line_feed_as_in_a_file() {
            PayloadCodec codec = PayloadCodec.aesGcm("2026", Secret.of(NEW.reveal() + "\n"));

            assertThat(PayloadCodec.aesGcm("2026", NEW).decode(PLACE, codec.encode(PLACE, PLAIN)))
                    .isEqualTo(PLAIN);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "a b", "é", "../x", "a\n"})
        void has_an_id_that_can_be_printed(String id) {
            assertThatThrownBy(() -> PayloadCodec.aesGcm(id, NEW)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> PayloadCodec.aesGcm("2026", NEW).andKey(id, OLD))
                    .isInstanceOf(IllegalArgumentException.class);
        }

        @Test
        void has_an_id_of_its_own() {
            assertThatThrownBy(() -> PayloadCodec.aesGcm("2026", NEW).andKey("2026", OLD))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("2026");
        }

        @Test
        void may_have_an_id_of_64_characters() {
            PayloadCodec codec = PayloadCodec.aesGcm("k".repeat(64), NEW);

            assertThat(codec.decode(PLACE, codec.encode(PLACE, PLAIN))).isEqualTo(PLAIN);
        }

        @Test
        void is_never_printed() {
            assertThat(PayloadCodec.aesGcm("2026", NEW).andKey("2025", OLD).alsoUnencrypted())
                    .hasToString("PayloadCodec[AES-GCM, writes with 2026, reads [2025, 2026] and unencrypted]");
        }
    }
}
