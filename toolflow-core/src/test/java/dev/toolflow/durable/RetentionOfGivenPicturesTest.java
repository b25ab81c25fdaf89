package dev.toolflow.durable;

import static dev.toolflow.behaviour.Lines.DRAW;
import static dev.toolflow.behaviour.Lines.TEA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.toolflow.Durability;
import dev.toolflow.Retention;
import dev.toolflow.RetentionJob;
import dev.toolflow.RunOptions;
import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.behaviour.CapturedLog;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.image.GeneratedImage;
import dev.toolflow.image.ImageEditInput;
import dev.toolflow.image.ImageGenerationInput;
import dev.toolflow.run.AesGcmCodec;
import dev.toolflow.run.PayloadCodec;
import dev.toolflow.step.ImageEditStepDefinition;
import dev.toolflow.store.ImageQuery;
import dev.toolflow.tool.Secret;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two runs have each drawn a picture and ended; another was given the first one's picture, and has not used it yet. */
@Timeout(60)
class RetentionOfGivenPicturesTest {
    private static final ToolFlow<Topic, GeneratedImage> POSTER = ToolFlow.define(
            "poster",
            Topic.class,
            (flow, topic) -> flow.step(DRAW, topic.map(t -> ImageGenerationInput.of(t.text())))
                    .map(drawn -> drawn.image()));
    private static final ImageEditStepDefinition EDIT = ImageEditStepDefinition.create();
    private static final Retention AT_ONCE =
            Retention.standard().endedRuns(Duration.ZERO).orphans(Duration.ZERO).withPictures();
    private static final AesGcmCodec ENCRYPTED =
            PayloadCodec.aesGcm("2026", Secret.of(Base64.getEncoder().encodeToString(new byte[32])));
    private static final RunOptions MINE = RunOptions.defaults().id("mine");

    record Draft(GeneratedImage picture) {}

    record Chosen(GeneratedImage picture) {}

    private static final ToolFlow<Draft, String> GIVEN = ToolFlow.define("given", Draft.class, (flow, draft) -> {
        var ok = flow.approve("ok", draft.map(d -> "May it go?"), Boolean.class);
        return flow.step(EDIT, draft.and(ok).map((d, yes) -> ImageEditInput.of("brighter", d.picture())))
                .map(edited -> edited.image().sha256());
    });
    private static final ToolFlow<Topic, String> CHOSEN = ToolFlow.define("chosen", Topic.class, (flow, topic) -> {
        var chosen = flow.approve("which", topic, Chosen.class);
        var ok = flow.approve("ok", chosen.map(c -> "May it go?"), Boolean.class);
        return flow.step(EDIT, chosen.and(ok).map((c, yes) -> ImageEditInput.of("brighter", c.picture())))
                .map(edited -> edited.image().sha256());
    });

    private final Processes processes = new Processes();
    private ToolFlowEngine engine;
    private GeneratedImage picture;
    private GeneratedImage unused;

    @BeforeEach
    void two_runs_that_have_ended() {
        processes.mock.on(DRAW).answerImage(8, 8);
        processes.mock.on(EDIT).answerImage(9, 9);
        engine = processes.begin();
        picture = engine.run(POSTER, TEA).output();
        unused = engine.run(POSTER, new Topic("coffee")).output();
        assertThat(unused).isNotEqualTo(picture);
    }

    @AfterEach
    void close() {
        processes.close();
    }

    private RetentionJob aDayLater() {
        processes.clock.advance(Duration.ofDays(1));
        return engine.runs().retain(AT_ONCE);
    }

    /** It deletes in the order in which the runs were created: when the second picture is gone, the first would be. */
    private void deletesWhatNobodyNeeds() {
        try (RetentionJob job = aDayLater()) {
            job.once();
            await().until(() -> !processes.images.contains(unused));
        }
    }

    private void goesOnWithThePicture() {
        assertThat(processes.images.contains(picture)).isTrue();
        assertThat(engine.decide("mine", "ok", true).result().join().status()).isEqualTo(RunStatus.COMPLETED);
    }

    private static void waits(ToolFlowResult<?> result) {
        assertThat(result.status()).isEqualTo(RunStatus.WAITING);
    }

    @Test
    void keeps_a_picture_in_the_input_of_a_run_that_waits() {
        waits(engine.run(GIVEN, new Draft(picture), MINE));

        deletesWhatNobodyNeeds();

        goesOnWithThePicture();
    }

    @Test
    void keeps_a_picture_in_the_answer_of_a_person() {
        waits(engine.run(CHOSEN, TEA, MINE));
        waits(engine.decide("mine", "which", new Chosen(picture)).result().join());

        deletesWhatNobodyNeeds();

        goesOnWithThePicture();
    }

    @Test
    void keeps_a_picture_of_a_run_that_is_encrypted() {
        engine = processes.begin(Durability.in(processes.store).payloads(ENCRYPTED.alsoUnencrypted()));
        waits(engine.run(GIVEN, new Draft(picture), MINE));

        deletesWhatNobodyNeeds();

        goesOnWithThePicture();
    }

    @Test
    void deletes_a_picture_with_the_last_run_that_was_given_it() {
        waits(engine.run(GIVEN, new Draft(picture), MINE));
        goesOnWithThePicture();

        deletesWhatNobodyNeeds();

        assertThat(processes.images.list(ImageQuery.all())).isEmpty();
    }

    @Test
    void keeps_every_picture_where_it_cannot_read_what_a_run_was_given_and_says_so() {
        waits(processes
                .begin(Durability.in(processes.store).payloads(ENCRYPTED))
                .run(GIVEN, new Draft(picture), MINE));

        try (CapturedLog log = CapturedLog.of("dev.toolflow.GivenPictures");
                RetentionJob job = aDayLater()) {
            await().until(() -> !log.lines().isEmpty());
            job.once();
            assertThat(log.lines()).singleElement().asString().contains("run=mine", "PayloadCodec.aesGcm");
        }
        assertThat(processes.images.contains(picture)).isTrue();
        assertThat(processes.images.contains(unused)).isTrue();
    }
}
