package dev.toolflow.examples.readme;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.RetentionJob;
import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.event.ToolFlowEvent;
import dev.toolflow.jdbc.JdbcRunStore;
import dev.toolflow.run.RunPhase;
import dev.toolflow.run.RunStore;
import dev.toolflow.store.ImageStore;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.ToolCallException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableKitsTest {
    private static final QuickStart.Brief BRIEF = new QuickStart.Brief("Mountain tea", List.of("hikers"));

    @TempDir
    private Path directory;

    private final MockOpenAiToolService mock = MockOpenAiToolService.create();

    @BeforeEach
    void answer() {
        mock.on(QuickStart.PALETTE)
                .answer(request -> new QuickStart.Palette(List.of("#112233", "#445566", "#778899"), "calm"));
        mock.on(QuickStart.COPY).answer(request -> new QuickStart.Copy("Calm in a cup", "Picked at dawn."));
    }

    @Test
    void the_same_id_is_the_same_run_and_resume_does_what_failed() {
        mock.on(QuickStart.HERO)
                .fail(new ToolCallException.Rejected("no such picture"))
                .image(64, 64);

        assertThat(DurableKits.kit(mock, directory, BRIEF).status()).isEqualTo(RunStatus.FAILED);
        assertThat(DurableKits.kit(mock, directory, BRIEF).status()).isEqualTo(RunStatus.FAILED);
        assertThat(mock.requests(QuickStart.HERO)).hasSize(1);

        try (RunStore runs = JdbcRunStore.sqlite(directory.resolve("runs.db"));
                ToolFlowEngine engine = engine(runs, ImageStore.directory(directory.resolve("images")))) {
            var variant = DurableKits.variant(engine, "tea-1");

            assertThat(variant.status()).isEqualTo(RunStatus.COMPLETED);
            assertThat(variant.runId()).isNotEqualTo("tea-1");
        }
        assertThat(mock.requests(QuickStart.PALETTE)).hasSize(1);
        assertThat(mock.requests(QuickStart.HERO)).hasSize(2);
        assertThat(mock.requests(QuickStart.COPY)).hasSize(2);
    }

    @Test
    void a_run_and_its_picture_go_when_their_time_is_over() {
        mock.on(QuickStart.HERO).image(64, 64);
        DurableKits.kit(mock, directory, BRIEF);
        Instant later = Instant.now().plus(Duration.ofDays(91));
        try (RunStore runs = JdbcRunStore.sqlite(directory.resolve("runs.db"));
                ToolFlowEngine engine = ToolFlowEngine.builder(mock)
                        .clock(Clock.fixed(later, ZoneOffset.UTC))
                        .store(runs)
                        .images(ImageStore.directory(directory.resolve("images")))
                        .build();
                RetentionJob job = DurableKits.retain(engine)) {
            job.once();

            assertThat(runs.find("tea-1")).isEmpty();
        }
    }

    @Test
    void what_is_submitted_is_done_by_a_worker() throws InterruptedException {
        mock.on(QuickStart.HERO).image(64, 64);
        CountDownLatch done = new CountDownLatch(1);
        RunStore runs = RunStore.memory();
        try (ToolFlowEngine engine = ToolFlowEngine.builder(mock)
                .store(runs)
                .images(ImageStore.memory(1 << 20))
                .listener(event -> {
                    if (event instanceof ToolFlowEvent.RunFinished) {
                        done.countDown();
                    }
                })
                .build()) {
            DurableKits.workers(engine, BRIEF, done);

            assertThat(runs.find("tea-2").orElseThrow().phase()).isEqualTo(RunPhase.COMPLETED);
        }
    }

    private ToolFlowEngine engine(RunStore runs, ImageStore images) {
        return ToolFlowEngine.builder(mock).store(runs).images(images).build();
    }
}
