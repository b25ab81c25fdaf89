package dev.toolflow.run;

import static dev.toolflow.run.Payloads.NEW;
import static dev.toolflow.run.Payloads.OLD;
import static dev.toolflow.run.Payloads.PLACE;
import static dev.toolflow.run.Payloads.PLAIN;
import static dev.toolflow.run.Payloads.hex;
import static dev.toolflow.run.Payloads.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toolflow.tool.Secret;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EncryptedPayloadsTest {
    /** The same word, by key "2025". */
    private static final String ENCRYPTED_IN_VERSION_1 =
            "5446453104323032356465666768696a6b6c6d6e6f3c7ebff15b4da3d73f9ac86a161bb7335dee6c";

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
