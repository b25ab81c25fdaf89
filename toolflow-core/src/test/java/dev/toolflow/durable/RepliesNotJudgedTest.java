package dev.toolflow.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toolflow.RunOptions;
import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.audit.Issue;
import dev.toolflow.behaviour.Lines;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.durable.Processes.Mortal;
import dev.toolflow.run.RunPhase;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.store.ImageStore;
import dev.toolflow.store.ImageStoreException;
import dev.toolflow.tool.TokenUsage;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A process dies after it has written down what a call came to, and before the step is. */
@Timeout(60)
class RepliesNotJudgedTest {
    private static final RunOptions MINE = RunOptions.defaults().id("mine");
    private static final int STEP_SAVED = 3;
    private static final TokenUsage USED = TokenUsage.of(10, 1);
    private static final ToolFlow<Topic, String> PICTURE = Lines.pictureFlow(ToolCallStep.of(Lines.DRAW));

    private final Processes processes = new Processes();

    @AfterEach
    void close() {
        processes.close();
    }

    private <O> void dies(Mortal mortal, ToolFlow<Topic, O> flow) {
        mortal.engine().run(flow, Lines.TEA, MINE);
        mortal.dies();
        processes.leasesEnd();
    }

    @Test
    void a_line_is_audited_again_and_not_paid_again() {
        processes.mock.on(Lines.WRITE).usage(USED).reply(Lines.CALM);
        AtomicInteger audits = new AtomicInteger();
        ToolFlow<Topic, Line> line = Lines.flowOf(ToolCallStep.of(Lines.WRITE).audit(text -> {
            audits.incrementAndGet();
            return List.of(Issue.low("short"));
        }));
        dies(processes.mortal(STEP_SAVED), line);

        ToolFlowResult<Line> result = processes.begin().run(line, Lines.TEA, MINE);

        assertThat(result.output()).isEqualTo(Lines.CALM);
        assertThat(audits).hasValue(2);
        assertThat(processes.lines()).isEqualTo(1);
        assertThat(result.usage()).isEqualTo(USED);
        assertThat(result.reserved().isNothing()).isTrue();
    }

    @Test
    void a_line_that_does_not_pass_any_more_is_rejected_and_asked_for_with_its_issues() {
        processes.mock.on(Lines.WRITE).usage(USED).reply(Lines.CALM, new Line("calmer"));
        AtomicInteger audits = new AtomicInteger();
        ToolFlow<Topic, Line> line = Lines.flowOf(ToolCallStep.of(Lines.WRITE)
                .audit(text -> audits.incrementAndGet() == 2 ? List.of(Issue.critical("stale")) : List.of()));
        dies(processes.mortal(STEP_SAVED), line);

        ToolFlowResult<Line> result = processes.begin().run(line, Lines.TEA, MINE);

        assertThat(result.output().text()).isEqualTo("calmer");
        assertThat(processes.mock.requests().get(1).input().feedback()).hasSize(1);
        assertThat(result.usage()).isEqualTo(USED.plus(USED));
    }

    @Test
    void a_picture_that_was_stored_is_taken_from_there() {
        processes.mock.on(Lines.DRAW).usage(USED).image(8, 8);
        dies(processes.mortal(STEP_SAVED), PICTURE);

        ToolFlowResult<String> result = processes.begin().run(PICTURE, Lines.TEA, MINE);

        assertThat(result.status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(processes.mock.requests()).hasSize(1);
        assertThat(result.usage()).isEqualTo(USED);
    }

    @Test
    void a_picture_whose_store_does_not_answer_waits_with_its_run_for_a_process_that_has_it() {
        processes.mock.on(Lines.DRAW).usage(USED).image(8, 8);
        dies(processes.mortal(STEP_SAVED), PICTURE);

        try (ToolFlowEngine second =
                processes.builder().images(gone()).store(processes.store).build()) {
            assertThatThrownBy(() -> second.run(PICTURE, Lines.TEA, MINE)).isInstanceOf(ImageStoreException.class);
        }
        assertThat(processes.phase("mine")).isEqualTo(RunPhase.RUNNING);
        ToolFlowResult<String> result = processes.begin().run(PICTURE, Lines.TEA, MINE);

        assertThat(result.status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(processes.mock.requests()).hasSize(1);
    }

    /** A store of which nothing can be asked. */
    private ImageStore gone() {
        return (ImageStore) Proxy.newProxyInstance(
                ImageStore.class.getClassLoader(), new Class<?>[] {ImageStore.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("list")) {
                        throw new ImageStoreException("the bucket is gone");
                    }
                    try {
                        return method.invoke(processes.images, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
