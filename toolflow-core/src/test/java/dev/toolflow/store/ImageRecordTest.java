package dev.toolflow.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.image.GeneratedImage;
import dev.toolflow.store.ImageOrigin.Kind;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ImageRecordTest {
    private static final GeneratedImage IMAGE = new GeneratedImage("a".repeat(64), "image/png", 8, 8, 99, null);
    private static final ImageOrigin.Call CALL =
            new ImageOrigin.Call("gpt-image-2", "resp_1", "b".repeat(64), null, null, null);

    private static String upload(Map<String, String> attributes) {
        return ImageRecord.ofUpload(IMAGE, Instant.EPOCH, attributes).id();
    }

    private static String call(String run, String step) {
        ImageOrigin origin = new ImageOrigin(run, step, 1, 0, Kind.FINAL, CALL);
        return ImageRecord.of(IMAGE, origin, Instant.EPOCH, Map.of()).id();
    }

    @Nested
    class The_id_of_an_upload {
        @Test
        void is_the_same_for_the_same_attributes() {
            assertThat(upload(Map.of("tenant", "a", "user", "b")))
                    .isEqualTo(upload(Map.of("user", "b", "tenant", "a")));
        }

        @Test
        void differs_wherever_the_attributes_do() {
            assertThat(upload(Map.of("tenant", "a", "user", "bob")))
                    .isNotEqualTo(upload(Map.of("tenant", "a, user=bob")));
            assertThat(upload(Map.of("tenant", "a1:bc"))).isNotEqualTo(upload(Map.of("tenant", "a", "bc", "")));
            assertThat(upload(Map.of("tenant", "\ud800"))).isNotEqualTo(upload(Map.of("tenant", "?")));
        }
    }

    @Nested
    class The_id_of_a_picture_that_was_made {
        @Test
        void differs_wherever_its_place_does() {
            assertThat(call("run\nhero", "tin")).isNotEqualTo(call("run", "hero\ntin"));
            assertThat(call("run", "hero")).isEqualTo(call("run", "hero")).isNotEqualTo(upload(Map.of()));
        }
    }
}
