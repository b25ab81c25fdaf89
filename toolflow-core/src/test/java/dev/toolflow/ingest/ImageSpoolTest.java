package dev.toolflow.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toolflow.ingest.ImageRefusedException.Reason;
import dev.toolflow.store.ImageStoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ImageSpoolTest {
    private static final String SHA256_OF_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    private static final byte[] ABC = {'a', 'b', 'c'};

    @Nested
    class What_is_received {
        @Test
        void is_hashed_and_counted_while_it_is_written_to_a_file() {
            try (ImageSpool spool = new ImageSpool(ImageLimits.standard())) {
                ImageSpool.Intake intake = spool.begin();
                intake.write('a');
                intake.write(ABC, 1, 2);

                SpooledImage image = intake.finish();

                assertThat(image.sha256()).isEqualTo(SHA256_OF_ABC);
                assertThat(image.sizeBytes()).isEqualTo(3);
                assertThat(image.file()).hasBinaryContent(ABC);
            }
        }

        @Test
        void is_listed_once_in_the_order_in_which_it_was_finished() {
            try (ImageSpool spool = new ImageSpool(ImageLimits.standard())) {
                SpooledImage first = Pictures.spool(spool, ABC);
                SpooledImage second;
                try (ImageSpool.Intake intake = spool.begin()) {
                    second = intake.finish();
                    assertThat(intake.finish()).isSameAs(second);
                }

                assertThat(spool.images()).containsExactly(first, second);
                assertThat(second.sizeBytes()).isZero();
            }
        }

        @Test
        void is_deleted_with_its_directory_when_the_spool_closes() {
            Path finished;
            Path directory;
            try (ImageSpool spool = new ImageSpool(ImageLimits.standard())) {
                finished = Pictures.spool(spool, ABC).file();
                directory = finished.getParent();
                spool.begin().write(1);
                assertThat(directory).isDirectoryContaining(file -> !file.equals(finished));
            }

            assertThat(finished).doesNotExist();
            assertThat(directory).doesNotExist();
        }
    }

    @Nested
    class When_a_picture_is_longer_than_allowed {
        @Test
        void it_is_refused_at_the_first_byte_too_many_and_deleted() {
            try (ImageSpool spool = new ImageSpool(ImageLimits.standard().maxBytes(3))) {
                Path directory = Pictures.spool(spool, ABC).file().getParent();
                ImageSpool.Intake intake = spool.begin();
                intake.write(ABC, 0, 3);

                assertThatThrownBy(() -> intake.write('d'))
                        .isInstanceOf(ImageRefusedException.class)
                        .extracting(e -> ((ImageRefusedException) e).reason())
                        .isEqualTo(Reason.TOO_LARGE);

                intake.close();
                assertThat(spool.images()).hasSize(1);
                assertThat(directory.toFile().list()).hasSize(1);
            }
        }
    }

    @Nested
    class A_picture_that_is_given_up {
        @Test
        void leaves_nothing_behind() {
            try (ImageSpool spool = new ImageSpool(ImageLimits.standard())) {
                SpooledImage finished = Pictures.spool(spool, ABC);
                ImageSpool.Intake intake = spool.begin();
                intake.write(ABC, 0, 3);

                intake.abandon();
                intake.abandon();
                intake.close();

                assertThat(spool.images()).containsExactly(finished);
                assertThat(finished.file().getParent().toFile().list()).hasSize(1);
            }
        }

        @Test
        void stays_when_it_was_finished_before() {
            try (ImageSpool spool = new ImageSpool(ImageLimits.standard())) {
                ImageSpool.Intake intake = spool.begin();
                SpooledImage image = intake.finish();

                intake.abandon();

                assertThat(image.file()).exists();
            }
        }
    }

    @Nested
    class A_picture_that_is_released {
        @Test
        void is_the_callers_whatever_becomes_of_the_spool() throws IOException {
            SpooledImage released;
            Path directory;
            try (ImageSpool spool = new ImageSpool(ImageLimits.standard())) {
                SpooledImage image = Pictures.spool(spool, ABC);
                directory = image.file().getParent();

                released = spool.release(image);

                assertThat(spool.images()).isEmpty();
                assertThatThrownBy(() -> spool.release(image)).isInstanceOf(ImageStoreException.class);
            }

            assertThat(directory).doesNotExist();
            assertThat(released.sha256()).isEqualTo(SHA256_OF_ABC);
            assertThat(released.file()).hasBinaryContent(ABC);
            Files.delete(released.file());
        }
    }

    @Nested
    class A_thread_that_was_interrupted {
        @Test
        void still_receives_and_keeps_its_flag() {
            try (ImageSpool spool = new ImageSpool(ImageLimits.standard())) {
                Thread.currentThread().interrupt();

                SpooledImage image = Pictures.spool(spool, ABC);

                assertThat(Thread.interrupted()).isTrue();
                assertThat(image.file()).hasBinaryContent(ABC);
            }
        }
    }

    @Nested
    class What_has_ended {
        @Test
        void takes_no_more() {
            ImageSpool spool = new ImageSpool(ImageLimits.standard());
            ImageSpool.Intake open = spool.begin();
            ImageSpool.Intake finished = spool.begin();
            finished.close();
            spool.close();
            spool.close();

            assertThatThrownBy(() -> open.write(1)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> finished.write(1)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(spool::begin)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("closed");
        }
    }
}
