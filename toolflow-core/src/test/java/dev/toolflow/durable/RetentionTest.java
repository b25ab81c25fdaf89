package dev.toolflow.durable;

import static dev.toolflow.behaviour.Lines.TEA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.toolflow.Retention;
import dev.toolflow.RetentionJob;
import dev.toolflow.RunOptions;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.behaviour.Lines;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.image.GeneratedImage;
import dev.toolflow.image.ImageGenerationInput;
import dev.toolflow.run.Owner;
import dev.toolflow.run.RunPhase;
import dev.toolflow.store.ImageQuery;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RetentionTest {
    private static final ToolFlow<Topic, GeneratedImage> POSTER =
            ToolFlow.define("poster", Topic.class, (flow, topic) -> {
                var picture = flow.step(Lines.DRAW, topic.map(t -> ImageGenerationInput.of(t.text())));
                var line = flow.step(Lines.WRITE, topic);
                return picture.and(line).map((p, l) -> p.image());
            });
    private static final Retention MONTH = Retention.standard().orphans(Duration.ZERO);

    private final Processes processes = new Processes();
    private ToolFlowEngine engine;
    private GeneratedImage picture;

    @BeforeEach
    void a_run_that_has_ended() {
        processes.mock.on(Lines.DRAW).answerImage(8, 8);
        processes.mock.on(Lines.WRITE).answer(request -> Lines.CALM);
        engine = processes.begin();
        picture = engine.run(POSTER, TEA, RunOptions.defaults().id("old")).output();
    }

    @AfterEach
    void close() {
        processes.close();
    }

    private void daysPass(int days) {
        processes.clock.advance(Duration.ofDays(days));
    }

    @Test
    void keeps_a_run_for_thirty_days_and_its_picture_for_ever() {
        try (RetentionJob job = engine.runs().retain(MONTH)) {
            daysPass(29);
            assertThat(job.once().runs()).isEmpty();
            daysPass(2);
            assertThat(job.once().runs()).containsExactly("old");
        }
        assertThat(engine.runs().find("old")).isEmpty();
        assertThat(processes.images.contains(picture)).isTrue();
    }

    @Test
    void deletes_pictures_of_a_run_with_it_when_asked_to() {
        daysPass(31);
        try (RetentionJob job = engine.runs().retain(MONTH.withPictures())) {
            await().until(() -> engine.runs().find("old").isEmpty());
            job.once();
            await().until(() -> !processes.images.contains(picture));
        }
        assertThat(processes.images.list(ImageQuery.all())).isEmpty();
    }

    @Test
    void keeps_a_picture_that_another_run_was_forked_with() {
        String fork =
                engine.forkFrom(POSTER, "old", "write_line").result().join().runId();
        daysPass(31);
        processes.store.claim(fork, Owner.current());
        try (RetentionJob job = engine.runs().retain(MONTH.withPictures())) {
            await().until(() -> engine.runs().find("old").isEmpty());
            assertThat(job.once().images().pictures()).isZero();
        }
        assertThat(engine.runs().find(fork))
                .get()
                .extracting(run -> run.phase())
                .isEqualTo(RunPhase.RUNNING);
        assertThat(processes.images.contains(picture)).isTrue();
    }

    @Test
    void knows_no_pictures_without_an_engine() {
        assertThatThrownBy(() -> processes.elsewhere().retain(MONTH))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("engine.runs()");
    }
}
