package dev.toolflow.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.toolflow.image.GeneratedImage;
import dev.toolflow.ingest.Pictures;
import dev.toolflow.store.ImageOrigin.Kind;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttachmentTest {
    private static final GeneratedImage IMAGE =
            new GeneratedImage("a".repeat(64), "image/jpeg", 640, 480, 1234, "what the model made of it");
    private static final ImageOrigin.Call CALL =
            new ImageOrigin.Call("gpt-image-2", "resp_1", "b".repeat(64), null, null, null);
    private static final ImageRecord RECORD =
            ImageRecord.of(IMAGE, new ImageOrigin("run", "hero", 1, 0, Kind.FINAL, CALL), Instant.EPOCH, Map.of());

    @Nested
    class An_attachment {
        @Test
        void says_what_the_picture_is_and_which_call_it_came_with() {
            Attachment attachment = Attachment.of(RECORD);

            assertThat(attachment)
                    .isEqualTo(new Attachment(
                            RECORD.id(), "aaaaaaaaaaaa.jpg", "image/jpeg", 1234, 640, 480, "resp_1", null));
            assertThat(attachment.image()).isEqualTo(IMAGE.withRevisedPrompt(null));
        }

        @Test
        void is_small_JSON_with_its_whole_link_and_prints_without_the_signature() throws IOException {
            Attachment attachment = new Attachment(
                    RECORD.id(),
                    "hero",
                    "image/jpeg",
                    1234,
                    640,
                    480,
                    null,
                    new ImageLink(URI.create("https://bucket.example/a.jpg?X-Amz-Signature=secret")));

            JsonMapper json = new JsonMapper();
            JsonNode written = json.readTree(json.writeValueAsString(attachment));

            assertThat(written.fieldNames())
                    .toIterable()
                    .containsExactly("objectId", "fileName", "mime", "sizeBytes", "width", "height", "link");
            assertThat(written.path("link").asText()).endsWith("?X-Amz-Signature=secret");
            assertThat(json.treeToValue(written, Attachment.class)).isEqualTo(attachment);
            assertThat(attachment.toString())
                    .contains("https://bucket.example/a.jpg?***")
                    .doesNotContain("secret");
        }

        @Test
        void has_a_link_when_the_store_makes_one(@TempDir Path directory) throws IOException {
            byte[] bytes = Pictures.png(5, 5);
            Sha256 sha256 = new Sha256();
            sha256.update(bytes, 0, bytes.length);
            GeneratedImage image = new GeneratedImage(sha256.hex(), "image/png", 5, 5, bytes.length, null);
            ImageStore store = ImageStore.directory(directory.resolve("store"));
            store.put(
                    ImageRecord.ofUpload(image, Instant.EPOCH, Map.of()),
                    Files.write(directory.resolve("content"), bytes));

            Attachment attachment =
                    Attachment.of(image, store, ImageQuery.all()).withLink(store, Duration.ofMinutes(5));

            assertThat(Path.of(attachment.link().uri())).hasBinaryContent(bytes);
            assertThat(Attachment.of(RECORD)
                            .withLink(ImageStore.memory(1), Duration.ofMinutes(5))
                            .link())
                    .isNull();
            assertThatThrownBy(() -> attachment.withLink(store, Duration.ofMinutes(16)))
                    .isInstanceOf(IllegalArgumentException.class);
        }

        @Test
        void is_refused_for_a_picture_without_a_record() {
            assertThatThrownBy(() -> Attachment.of(IMAGE, ImageStore.memory(1), ImageQuery.all()))
                    .isInstanceOf(ImageStoreException.class)
                    .hasMessageContaining("has no such record");
        }
    }

    @Nested
    class A_file_name {
        @ParameterizedTest
        @CsvSource({
            "hero, hero.jpg",
            "hero.jpeg, hero.jpg",
            "hero.JPG, hero.jpg",
            "hero.png, hero.png.jpg",
            "CON, _CON.jpg",
            "con.txt, _con.txt.jpg",
            "Lpt1.jpg, _Lpt1.jpg",
            "../../etc/passwd, _.._etc_passwd.jpg",
            "'C:\\temp\\a', C__temp_a.jpg",
            "'a<b>c:d\"e|f?g*h', a_b_c_d_e_f_g_h.jpg",
            "'  spaced   out . ', spaced out.jpg",
            "Öl & Wasser, Öl & Wasser.jpg",
        })
        void is_harmless_on_every_system(String name, String safe) {
            assertThat(Attachment.of(RECORD).named(name).fileName()).isEqualTo(safe);
        }

        @Test
        void loses_what_is_not_shown_or_turns_the_direction() {
            assertThat(Attachment.of(RECORD)
                            .named("in\u202Evoice\u0000\r\n\u2028.\u200Bgpj\uD800")
                            .fileName())
                    .isEqualTo("invoice.gpj.jpg");
        }

        @Test
        void is_cut_but_not_within_a_character() {
            assertThat(Attachment.of(RECORD).named("x".repeat(300)).fileName()).hasSizeLessThanOrEqualTo(120);
            String emojis =
                    Attachment.of(RECORD).named("\uD83D\uDE00".repeat(300)).fileName();
            assertThat(emojis.getBytes(java.nio.charset.StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(255);
            assertThat(emojis).doesNotContain("\uFFFD").endsWith("\uD83D\uDE00.jpg");
        }

        @Test
        void is_the_pictures_own_when_nothing_is_left_of_it() {
            assertThat(Attachment.of(RECORD).named(" .. ").fileName()).isEqualTo("aaaaaaaaaaaa.jpg");
        }
    }
}
