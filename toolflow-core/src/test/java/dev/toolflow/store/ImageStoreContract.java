package dev.toolflow.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toolflow.image.GeneratedImage;
import dev.toolflow.store.ImageOrigin.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * What every {@link ImageStore} does. A store's own test extends it and makes the store; it needs no real picture, for a store
 * looks at bytes alone.
 *
 * <pre>{@code
 * class BucketContractTest extends ImageStoreContract {
 *     @Override
 *     protected ImageStore emptyStore() {
 *         return new BucketStore(newBucket());
 *     }
 * }
 * }</pre>
 */
public abstract class ImageStoreContract extends ImageStoreContractSetup {
    @Nested
    class A_picture_that_is_stored {
        private final byte[] bytes = bytes(1, 300_000);

        @Test
        void is_read_back_byte_for_byte() throws IOException {
            ImageRecord record = put(bytes, "run-1", 0, Map.of());

            assertThat(store.contains(record.image())).isTrue();
            assertThat(read(record.image())).isEqualTo(bytes);
        }

        @Test
        void may_come_right_from_where_it_was_received() throws IOException {
            ImageRecord record = made(image(bytes), "run-1", 0, Map.of());
            store.putReceived(record, file(bytes));

            assertThat(read(record.image())).isEqualTo(bytes);
            assertThat(store.find(record.id())).contains(record);
        }

        @Test
        void has_a_record_with_all_that_was_said_of_it() {
            ImageRecord record = put(bytes, "run-1", 0, Map.of("tenant", "acme & söhne", "note", "\"\\\u0001 🙂"));

            assertThat(store.find(record.id())).contains(record);
        }

        @Test
        void may_be_an_upload_of_which_no_call_is_known() {
            ImageRecord record = ImageRecord.ofUpload(image(bytes), NOON, Map.of("user", "u1"));
            store.put(record, file(bytes));

            assertThat(store.find(record.id())).contains(record);
            assertThat(store.list(ImageQuery.all())).containsExactly(record);
        }

        @Test
        void may_be_stored_again_which_changes_nothing() throws IOException {
            ImageRecord first = put(bytes, "run-1", 0, Map.of());
            ImageRecord again = put(bytes, "run-1", 60, Map.of());

            assertThat(again.id()).isEqualTo(first.id());
            assertThat(store.find(first.id())).contains(first);
            assertThat(store.list(ImageQuery.all())).containsExactly(first);
            assertThat(read(first.image())).isEqualTo(bytes);
        }

        @Test
        void has_a_record_for_each_time_it_was_made() {
            ImageRecord first = put(bytes, "run-1", 0, Map.of());
            ImageRecord second = put(bytes, "run-2", 1, Map.of());

            assertThat(store.list(ImageQuery.all().image(first.image().sha256())))
                    .containsExactly(second, first);
        }

        @Test
        void has_a_link_that_hides_its_signature_or_none() {
            ImageRecord record = put(bytes, "run-1", 0, Map.of());

            for (ImageLink link :
                    store.link(record.image(), Duration.ofMinutes(15)).stream().toList()) {
                assertThat(link.toString()).isEqualTo(link.uri().toString().replaceAll("\\?.*", "?***"));
            }
            for (Duration wrong : List.of(Duration.ZERO, Duration.ofSeconds(-1), Duration.ofSeconds(901))) {
                assertThatThrownBy(() -> store.link(record.image(), wrong))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("validFor");
            }
        }
    }

    @Nested
    class A_picture_that_is_refused {
        private final byte[] bytes = bytes(2, 50_000);
        private final ImageRecord record = made(image(bytes), "run-1", 0, Map.of());

        private void assertRefused(Path content) {
            assertThatThrownBy(() -> store.put(record, content))
                    .isInstanceOf(ImageStoreException.class)
                    .hasMessageContaining(record.image().fileName());
            assertThat(store.find(record.id())).isEmpty();
            assertThat(store.list(ImageQuery.all())).isEmpty();
            assertThat(store.contains(record.image())).isFalse();
        }

        @Test
        void is_one_of_other_bytes() {
            byte[] other = bytes.clone();
            other[25_000] ^= 1;
            assertRefused(file(other));
        }

        @Test
        void is_one_that_is_shorter_or_longer() {
            assertRefused(file(Arrays.copyOf(bytes, 49_999)));
            assertRefused(file(Arrays.copyOf(bytes, 50_001)));
        }

        @Test
        void is_one_whose_file_is_gone() {
            assertRefused(directory.resolve("gone"));
        }

        @Test
        void may_be_stored_right_afterwards() throws IOException {
            assertRefused(directory.resolve("gone"));
            store.put(record, file(bytes));
            assertThat(read(record.image())).isEqualTo(bytes);
        }
    }

    @Nested
    class A_query {
        @Test
        void finds_by_attribute_run_and_picture_the_latest_first() {
            ImageRecord old = put(bytes(3, 100), "run-1", 0, Map.of("tenant", "a", "user", "u"));
            ImageRecord young = put(bytes(4, 100), "run-1", 9, Map.of("tenant", "a"));
            ImageRecord other = put(bytes(5, 100), "run-2", 5, Map.of("tenant", "b"));

            assertThat(store.list(ImageQuery.all())).containsExactly(young, other, old);
            assertThat(store.list(ImageQuery.all().limit(2))).containsExactly(young, other);
            assertThat(store.list(ImageQuery.all().attribute("tenant", "a"))).containsExactly(young, old);
            assertThat(store.list(ImageQuery.all().attribute("tenant", "a").attribute("user", "u")))
                    .containsExactly(old);
            assertThat(store.list(ImageQuery.all().run("run-2"))).containsExactly(other);
            assertThat(store.list(ImageQuery.all().image(young.image().sha256()).run("run-2")))
                    .isEmpty();
        }

        @Test
        void finds_previews_only_on_demand() {
            ImageRecord finished = put(bytes(8, 100), "run-1", 0, Map.of("tenant", "a"));
            byte[] sketch = bytes(9, 100);
            ImageRecord preview = ImageRecord.of(
                    image(sketch),
                    new ImageOrigin("run-1", "hero[3]", 2, 0, Kind.PARTIAL, CALL),
                    NOON.plusSeconds(1),
                    Map.of("tenant", "a"));
            store.put(preview, file(sketch));
            ImageQuery query = ImageQuery.all().attribute("tenant", "a");

            assertThat(store.list(query)).containsExactly(finished);
            assertThat(store.list(query.limit(1))).containsExactly(finished);
            assertThat(store.list(query.withPreviews())).containsExactly(preview, finished);
            assertThat(store.list(query.withPreviews().limit(1))).containsExactly(preview);
            assertThat(store.list(ImageQuery.all().image(preview.image().sha256())))
                    .isEmpty();
        }

        @Test
        void finds_nothing_in_an_empty_store() {
            GeneratedImage absent = image(bytes(6, 10));

            assertThat(store.list(ImageQuery.all())).isEmpty();
            assertThat(store.list(ImageQuery.all().image(absent.sha256()))).isEmpty();
            assertThat(store.find(absent.sha256() + "-0123456789abcdef")).isEmpty();
            assertThat(store.find("../../etc/passwd")).isEmpty();
            assertThat(store.contains(absent)).isFalse();
            assertThatThrownBy(() -> store.open(absent)).isInstanceOf(ImageStoreException.class);
        }
    }

    @Nested
    class Deleting {
        private final byte[] bytes = bytes(7, 1_000);

        @Test
        void takes_the_picture_along_with_its_last_record() throws IOException {
            ImageRecord first = put(bytes, "run-1", 0, Map.of());
            ImageRecord second = put(bytes, "run-2", 0, Map.of());

            assertThat(store.delete(first.id())).isTrue();
            assertThat(store.find(first.id())).isEmpty();
            assertThat(read(second.image())).isEqualTo(bytes);

            assertThat(store.delete(second.id())).isTrue();
            assertThat(store.contains(second.image())).isFalse();
            assertThat(store.list(ImageQuery.all())).isEmpty();
        }

        @Test
        void of_what_is_not_there_is_told() {
            ImageRecord record = put(bytes, "run-1", 0, Map.of());

            assertThat(store.delete(record.image().sha256() + "-0000000000000000"))
                    .isFalse();
            assertThat(store.delete("../sha256")).isFalse();
            assertThat(store.delete(record.id())).isTrue();
            assertThat(store.delete(record.id())).isFalse();
        }

        @Test
        void lets_the_same_picture_be_stored_anew() throws IOException {
            ImageRecord record = put(bytes, "run-1", 0, Map.of());
            store.delete(record.id());

            put(bytes, "run-1", 0, Map.of());

            assertThat(read(record.image())).isEqualTo(bytes);
        }

        @Test
        void is_not_for_a_sweep_where_there_is_a_record() throws IOException {
            ImageRecord record = put(bytes, "run-1", 0, Map.of());

            assertThat(store.sweep(Duration.ZERO)).isEqualTo(new SweptImages(0, 0));

            assertThat(read(record.image())).isEqualTo(bytes);
            assertThatThrownBy(() -> store.sweep(Duration.ofSeconds(-1))).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
