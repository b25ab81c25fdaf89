package dev.toolflow.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.toolflow.image.ImageEditInput;
import dev.toolflow.image.ImageSource;
import dev.toolflow.image.ImageSource.StreamOpener;
import dev.toolflow.ingest.ImageLimits;
import dev.toolflow.testkit.FakeOpenAiServer;
import dev.toolflow.tool.Rejection;
import dev.toolflow.tool.ToolCallException;
import dev.toolflow.tool.ToolCallException.Cancelled;
import dev.toolflow.tool.ToolCallException.Rejected;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class EditStreamTest {
    private static final byte[] PNG = Pictures.png(64, 64);

    private final FakeOpenAiServer server = FakeOpenAiServer.start();
    private final DefaultOpenAiToolService service = Calls.service(server.baseUrl());
    private final Calls.Context context = new Calls.Context();

    @AfterEach
    void close() {
        context.close();
        service.close();
        server.close();
    }

    private static StreamOpener of(byte[] bytes) {
        return () -> new ByteArrayInputStream(bytes);
    }

    private static ImageEditInput editing(StreamOpener opener) {
        return ImageEditInput.of("It", List.of(ImageSource.of("logo", opener)));
    }

    private <E extends ToolCallException> E failure(StreamOpener opener, Class<E> type) {
        E failure = catchThrowableOfType(type, () -> service.executeToolCall(Calls.edit(editing(opener)), context));
        assertThat(server.requests()).isEmpty();
        return failure;
    }

    @Nested
    class A_mask_from_a_stream {

        @Test
        void is_sent_when_it_fits() {
            service.executeToolCall(Calls.edit(masked(Pictures.png(64, 64))), context);

            assertThat(server.requests()).hasSize(1);
        }

        @Test
        void is_refused_before_the_call_when_it_does_not_fit_the_first_picture() {
            assertThat(refusal(masked(Pictures.png(32, 64))))
                    .hasMessage("step 'banner': mask: gpt-image-2 takes the size of the first image, 64x64, not 32x64;"
                            + " nothing was sent");
        }

        @Test
        void is_refused_before_the_call_when_it_is_no_png() {
            assertThat(refusal(masked(Pictures.jpeg(64, 64)))).hasMessageContaining("mask: gpt-image-2 takes a png");
        }

        private ImageEditInput masked(byte[] mask) {
            return editing(of(PNG)).mask(ImageSource.of("mask", of(mask)));
        }

        private Rejected refusal(ImageEditInput edit) {
            Rejected refused =
                    catchThrowableOfType(Rejected.class, () -> service.executeToolCall(Calls.edit(edit), context));
            assertThat(server.requests()).isEmpty();
            assertThat(refused.reason()).isEqualTo(Rejection.NOT_SENT);
            return refused;
        }
    }

    private Rejected refused(byte[] bytes) {
        return failure(of(bytes), Rejected.class);
    }

    @Nested
    class A_picture_given_as_a_stream {

        @Test
        void is_opened_anew_for_each_call_and_always_closed() {
            AtomicInteger opened = new AtomicInteger();
            AtomicInteger closed = new AtomicInteger();
            var request = Calls.edit(editing(() -> {
                opened.incrementAndGet();
                return new ByteArrayInputStream(PNG) {
                    @Override
                    public void close() {
                        closed.incrementAndGet();
                    }
                };
            }));

            service.executeToolCall(request, context);
            service.executeToolCall(request, context);

            assertThat(opened).hasValue(2);
            assertThat(closed).hasValue(2);
            assertThat(server.requests())
                    .allSatisfy(sent -> assertThat(sent.parts("image"))
                            .singleElement()
                            .satisfies(part -> {
                                assertThat(part.filename()).isEqualTo("image-1.png");
                                assertThat(part.contentType()).isEqualTo("image/png");
                                assertThat(part.bytes()).isEqualTo(PNG);
                            }));
        }

        @Test
        void leaves_no_file_behind_whether_the_call_goes_well_or_not() throws IOException {
            List<Path> before = spools();

            service.executeToolCall(Calls.edit(editing(of(PNG))), context);
            assertThatExceptionOfType(Rejected.class)
                    .isThrownBy(() -> service.executeToolCall(
                            Calls.edit(ImageEditInput.of(
                                    "It",
                                    List.of(ImageSource.of("one", of(PNG)), ImageSource.of("two", of(new byte[9]))))),
                            context));
            context.close();

            assertThat(spools()).filteredOn(spool -> !before.contains(spool)).isEmpty();
        }

        private List<Path> spools() throws IOException {
            List<Path> spools = new ArrayList<>();
            Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
            try (DirectoryStream<Path> found = Files.newDirectoryStream(temporary, "toolflow-spool-*")) {
                for (Path spool : found) {
                    if (holds(spool, PNG.length)) {
                        spools.add(spool);
                    }
                }
            }
            return spools;
        }

        private boolean holds(Path spool, long length) throws IOException {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(spool)) {
                for (Path file : files) {
                    if (Files.size(file) == length) {
                        return true;
                    }
                }
            }
            return false;
        }

        @Test
        void is_refused_by_its_name_before_anything_is_sent_when_it_is_no_picture() {
            assertThat(refused("<svg/>".getBytes(java.nio.charset.StandardCharsets.US_ASCII)))
                    .hasMessageContaining("step 'banner': the picture 'logo' is not sent")
                    .hasMessageContaining("SVG");
            assertThat(refused(new byte[0])).hasMessageContaining("empty");
            assertThat(refused(Arrays.copyOf(PNG, PNG.length - 5))).hasMessageContaining("cut");
        }

        @Test
        void is_refused_when_it_has_more_pixels_than_the_engine_takes() {
            try (Calls.Context strict = new Calls.Context(
                    Duration.ofMinutes(1), ImageLimits.standard().maxSide(63))) {
                assertThat(catchThrowableOfType(
                                Rejected.class, () -> service.executeToolCall(Calls.edit(editing(of(PNG))), strict)))
                        .hasMessageContaining("64x64");
            }
        }

        @Test
        void is_refused_when_it_never_ends() {
            assertThat(failure(
                            () -> new InputStream() {
                                @Override
                                public int read() {
                                    return 'x';
                                }

                                @Override
                                public int read(byte[] bytes, int offset, int count) {
                                    return count;
                                }
                            },
                            Rejected.class))
                    .hasMessageContaining("'logo' is too long: an edit takes less than 50000000 bytes");
        }

        @Test
        void is_refused_when_it_cannot_be_opened_and_its_reason_may_hold_a_secret() {
            assertThat(failure(
                            () -> {
                                throw new FileNotFoundException("https://b.example.com/x?sig=SECRET");
                            },
                            Rejected.class))
                    .hasMessage("step 'banner': the picture 'logo' cannot be read: its stream threw"
                            + " java.io.FileNotFoundException");
            assertThat(failure(
                            () -> {
                                throw new IllegalStateException("SECRET");
                            },
                            Rejected.class))
                    .hasMessageContaining("IllegalStateException");
        }

        @Test
        void is_not_read_on_once_the_run_is_cancelled() {
            assertThat(failure(
                            () -> {
                                context.cancel();
                                return new ByteArrayInputStream(PNG);
                            },
                            Cancelled.class))
                    .isNotNull();
        }
    }
}
