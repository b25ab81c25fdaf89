package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.DRAW;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.pictureFlow;
import static dev.toolflow.behaviour.Lines.receipt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.toolflow.FlowRun;
import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.event.ToolFlowEvent.PartialImage;
import dev.toolflow.image.ImageFormat;
import dev.toolflow.ingest.ImageSpool;
import dev.toolflow.ingest.SpooledImage;
import dev.toolflow.step.StepException;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.store.ImageOrigin.Kind;
import dev.toolflow.store.ImageStore;
import dev.toolflow.testing.MockImages;
import dev.toolflow.tool.CallContext;
import dev.toolflow.tool.Delta;
import dev.toolflow.tool.OpenAiToolService;
import dev.toolflow.tool.TokenUsage;
import dev.toolflow.tool.ToolCallException;
import dev.toolflow.tool.ToolCallRequest;
import dev.toolflow.tool.ToolCallResponse;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class PreviewsAndTheirPictureTest {
    private static final ToolFlow<Topic, String> PICTURE = pictureFlow(ToolCallStep.of(DRAW));
    private static final byte[] FINISHED = MockImages.png(8, 8, 0x123456);

    @TempDir
    private Path directory;

    private final RecordingListener listener = new RecordingListener();
    private final AtomicReference<Path> spool = new AtomicReference<>();
    private final AtomicInteger calls = new AtomicInteger();
    private BreakableStore store;

    @BeforeEach
    void a_store_of_files() {
        store = new BreakableStore(ImageStore.directory(directory));
    }

    private ToolFlowEngine engine(OpenAiToolService service) {
        return ToolFlowEngine.builder(service).images(store).listener(listener).build();
    }

    private SpooledImage received(CallContext context, byte[] picture) {
        ImageSpool.Intake intake = context.images().begin();
        intake.write(picture, 0, picture.length);
        SpooledImage image = intake.finish();
        spool.set(image.file().getParent());
        return image;
    }

    private void preview(CallContext context, int index, byte[] picture) {
        context.emit(new Delta.PartialImage(index, received(context, picture), ImageFormat.PNG));
    }

    private ToolCallResponse finished(CallContext context) {
        calls.incrementAndGet();
        String sha256 = received(context, FINISHED).sha256();
        return new ToolCallResponse(
                "{\"images\":[{\"sha256\":\"" + sha256 + "\",\"mime\":\"image/png\"}]}",
                receipt(TokenUsage.of(5, 500)));
    }

    /** Previews that are drawn further, and then the picture, which looks like the last of them. */
    private ToolCallResponse drawn(ToolCallRequest request, CallContext context) {
        preview(context, 0, MockImages.png(8, 8, 0x12));
        preview(context, 1, FINISHED);
        return finished(context);
    }

    private long previews() {
        return listener.events().stream().filter(PartialImage.class::isInstance).count();
    }

    /** What the spool gave up lies beside it, and is named after it. */
    private void assertNothingIsLeftBehind() {
        Path name = spool.get().getFileName();
        await().untilAsserted(() -> assertThat(spool.get().getParent().toFile().list())
                .noneMatch(file -> file.startsWith(name.toString())));
    }

    @Nested
    class A_picture_that_equals_its_preview {
        @Test
        void is_stored_like_any_other() {
            try (var engine = engine(PreviewsAndTheirPictureTest.this::drawn)) {
                var result = engine.run(PICTURE, TEA);

                assertThat(result.status()).isEqualTo(RunStatus.COMPLETED);
                assertThat(previews()).isEqualTo(2);
                assertNothingIsLeftBehind();
            }
        }

        @Test
        void is_stored_later_where_its_store_was_down() {
            try (var engine = engine(PreviewsAndTheirPictureTest.this::drawn)) {
                store.breaksFor(record -> record.origin().kind() == Kind.FINAL);
                var failed = engine.run(PICTURE, TEA);
                assertThat(failed.step(DRAW).error()).isInstanceOf(StepException.StoreFailed.class);
                store.isUp();

                var result = engine.resume(PICTURE, failed);

                assertThat(result.status()).isEqualTo(RunStatus.COMPLETED);
                assertThat(calls).hasValue(1);
                assertNothingIsLeftBehind();
            }
        }
    }

    @Nested
    class A_store_that_hangs_at_a_preview {
        private final Gate hangs = new Gate();
        private final Gate mended = new Gate();

        @BeforeEach
        void it_hangs() {
            store.breaksFor(record -> {
                if (record.origin().kind() == Kind.PARTIAL) {
                    hangs.open();
                    mended.passUninterrupted();
                }
                return false;
            });
        }

        @AfterEach
        void mend() {
            mended.open();
        }

        @Test
        void holds_up_neither_the_call_nor_the_picture() {
            try (var engine = engine(PreviewsAndTheirPictureTest.this::drawn)) {
                assertThat(engine.run(PICTURE, TEA).status()).isEqualTo(RunStatus.COMPLETED);

                mended.open();
                assertNothingIsLeftBehind();
            }
            assertThat(previews()).isZero();
        }

        @Test
        void does_not_gather_previews_without_end() {
            OpenAiToolService busy = (request, context) -> {
                for (int index = 0; index < 50; index++) {
                    preview(context, index, MockImages.png(8, 8, index));
                }
                assertThat(spool.get().getParent().toFile().list())
                        .filteredOn(file -> file.startsWith(spool.get().getFileName() + "-"))
                        .hasSizeLessThan(10);
                return finished(context);
            };
            try (var engine = engine(busy)) {
                assertThat(engine.run(PICTURE, TEA).status()).isEqualTo(RunStatus.COMPLETED);

                mended.open();
                assertNothingIsLeftBehind();
            }
        }

        @Test
        void leaves_nothing_behind_of_a_run_that_is_cancelled_meanwhile() {
            OpenAiToolService stopped = (request, context) -> {
                Gate closed = new Gate();
                context.onCancel(closed::open);
                preview(context, 0, MockImages.png(8, 8, 1));
                preview(context, 1, MockImages.png(8, 8, 2));
                closed.passUninterrupted();
                preview(context, 2, MockImages.png(8, 8, 3));
                throw new ToolCallException.Cancelled("stopped", receipt(TokenUsage.none()), null);
            };
            try (var engine = engine(stopped)) {
                FlowRun<String> run = engine.start(PICTURE, TEA);
                hangs.pass();
                run.cancel();
                assertThat(run.result().join().status()).isEqualTo(RunStatus.CANCELLED);

                mended.open();
                assertNothingIsLeftBehind();
            }
            assertThat(previews()).isZero();
        }
    }
}
