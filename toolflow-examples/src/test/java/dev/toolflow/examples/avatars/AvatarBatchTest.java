package dev.toolflow.examples.avatars;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toolflow.RunOptions;
import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.event.ToolFlowListener;
import dev.toolflow.examples.avatars.AvatarBatch.Job;
import dev.toolflow.examples.flow.Looking;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.CallReceipt;
import dev.toolflow.tool.ModelDefaults;
import dev.toolflow.tool.ToolCallException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AvatarBatchTest {
    private static final AvatarWish WISH = new AvatarWish(4, "320x320", ModelDefaults.standard(), Looking.UNSEEN);

    private final MockOpenAiToolService mock = MockOpenAiToolService.create();
    private final ToolFlowEngine engine = ToolFlowEngine.create(mock);
    private final Map<String, ToolFlowResult<Avatars>> ended = new ConcurrentHashMap<>();

    @AfterEach
    void closeTheEngine() {
        engine.close();
    }

    @Test
    void a_timeout_of_one_does_not_stop_the_others() {
        mock.on(AvatarFlow.VARIATIONS).reply(variations(), variations());
        mock.on(AvatarFlow.SELFIE)
                .fail(new ToolCallException.OutcomeUnknown("no answer within 600 s", CallReceipt.none(), null))
                .fail(new ToolCallException.Rejected("moderation"));

        batch((job, result) -> ended.put(job.persona().name(), result)).run(List.of(job("Ada"), job("Bob")), 1);

        assertThat(ended.get("Ada").status()).isEqualTo(RunStatus.FAILED);
        assertThat(ended.get("Bob").error())
                .hasValueSatisfying(error -> assertThat(error).hasMessageContaining("moderation"));
        assertThat(mock.requests(AvatarFlow.SELFIE)).hasSize(2);
    }

    @Test
    void a_picture_of_one_colour_is_drawn_again_and_then_given_up() {
        mock.on(AvatarFlow.VARIATIONS).reply(variations());
        mock.on(AvatarFlow.SELFIE).image(80, 80).image(80, 80).image(80, 80);

        batch((job, result) -> ended.put(job.persona().name(), result)).run(List.of(job("Ada")), 3);

        assertThat(ended.get("Ada").step(AvatarFlow.SELFIE).attempts()).hasSize(3);
        assertThat(ended.get("Ada").step(AvatarFlow.SELFIE).issues())
                .extracting(issue -> issue.message())
                .singleElement()
                .asString()
                .contains("one colour");
    }

    @Test
    void what_cannot_be_kept_ends_the_batch() {
        mock.on(AvatarFlow.VARIATIONS).reply(variations());
        mock.on(AvatarFlow.SELFIE).fail(new ToolCallException.Rejected("no"));
        AvatarBatch batch = batch((job, result) -> {
            throw new IllegalStateException("disk full");
        });

        assertThatThrownBy(() -> batch.run(List.of(job("Ada"), job("Bob")), 1)).hasMessage("disk full");
        assertThat(mock.requests(AvatarFlow.SELFIE)).hasSize(1);
    }

    @Test
    void cancelled_before_it_began_it_calls_nothing() {
        AvatarBatch batch = batch((job, result) -> ended.put(job.persona().name(), result));

        batch.cancel();
        batch.run(List.of(job("Ada")), 1);

        assertThat(ended).isEmpty();
        assertThat(batch.isCancelled()).isTrue();
    }

    private interface Ending {
        void with(Job job, ToolFlowResult<Avatars> result);
    }

    private AvatarBatch batch(Ending ending) {
        return new AvatarBatch(
                engine,
                WISH,
                new AvatarBatch.Audience() {
                    @Override
                    public ToolFlowListener begins(Job job) {
                        return event -> {};
                    }

                    @Override
                    public void made(Job job, Kept kept) {}

                    @Override
                    public void ended(Job job, ToolFlowResult<Avatars> result) {
                        ending.with(job, result);
                    }
                },
                RunOptions.defaults());
    }

    private static Job job(String name) {
        return new Job(new Persona(name, "A bio of " + name, null), name, Kept.nothing(), "run-" + name);
    }

    private static Variations variations() {
        Scenes scenes = new Scenes("at home", "outside", "at work", "with friends");
        return new Variations(scenes, scenes);
    }
}
