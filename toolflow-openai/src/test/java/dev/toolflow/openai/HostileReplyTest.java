package dev.toolflow.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.image.ImageGenerationInput;
import dev.toolflow.image.ImageGenerationOutput;
import dev.toolflow.step.ImageGenerationStepDefinition;
import dev.toolflow.step.StepResult;
import dev.toolflow.step.StepStatus;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.store.ImageQuery;
import dev.toolflow.store.ImageStore;
import dev.toolflow.testkit.FakeOpenAiServer;
import dev.toolflow.testkit.Fault;
import dev.toolflow.testkit.ImageFault;
import dev.toolflow.testkit.picture.HostilePicture;
import dev.toolflow.tool.CallContext;
import dev.toolflow.tool.OpenAiToolService;
import dev.toolflow.tool.ToolCallException.Malformed;
import dev.toolflow.tool.ToolCallException.Rejected;
import dev.toolflow.tool.ToolCallRequest;
import dev.toolflow.tool.ToolCallResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a run makes of replies whose pictures nobody should open. */
@Timeout(60)
class HostileReplyTest {
    private static final ToolFlow<ImageGenerationInput, ImageGenerationOutput> FLOW = ToolFlow.define(
            "hero",
            ImageGenerationInput.class,
            (steps, input) -> steps.step(
                    ToolCallStep.of(ImageGenerationStepDefinition.create())
                            .as("hero")
                            .maxRetries(0),
                    input));

    private final FakeOpenAiServer server = FakeOpenAiServer.start();
    private final DefaultOpenAiToolService service = Calls.service(server.baseUrl());
    private final Watched watched = new Watched(service);
    private final ImageStore store = ImageStore.memory(64 << 20);
    private final ToolFlowEngine engine =
            ToolFlowEngine.builder(watched).images(store).build();

    @AfterEach
    void close() {
        engine.close();
        service.close();
        server.close();
    }

    @Nested
    class A_hostile_picture {

        @ParameterizedTest
        @EnumSource
        void fails_its_step_keeps_its_usage_and_leaves_nothing_behind(HostilePicture picture) {
            assertRefused(ImageFault.hostile(picture), ImageGenerationInput.of("A tin"), Malformed.class);
        }

        @ParameterizedTest
        @EnumSource
        void does_the_same_at_the_end_of_a_stream(HostilePicture picture) {
            assertRefused(
                    ImageFault.hostile(picture),
                    ImageGenerationInput.of("A tin").parameter("partial_images", 1),
                    Malformed.class);
        }
    }

    @Nested
    class A_reply_whose_pictures_are_not_as_asked_for {

        static Stream<Fault> faults() {
            return Stream.of(
                    ImageFault.wrongBase64(),
                    ImageFault.emptyBase64(),
                    ImageFault.noImages(),
                    ImageFault.fewerImages(),
                    ImageFault.moreImages(),
                    ImageFault.notAnImage());
        }

        @ParameterizedTest
        @MethodSource("faults")
        void fails_its_step_keeps_its_usage_and_leaves_nothing_behind(Fault fault) {
            assertRefused(fault, ImageGenerationInput.of("Tins").n(2), Malformed.class);
        }

        @Test
        void is_refused_for_good_where_they_came_as_urls() {
            assertRefused(
                    ImageFault.imageUrl("https://cdn.example.com/x.png"),
                    ImageGenerationInput.of("A tin"),
                    Rejected.class);
        }
    }

    private void assertRefused(Fault fault, ImageGenerationInput input, Class<? extends RuntimeException> type) {
        server.next(fault);

        ToolFlowResult<ImageGenerationOutput> result = engine.run(FLOW, input);

        assertThat(result.steps()).extracting(StepResult::status).containsExactly(StepStatus.FAILED);
        assertThat(result.error().orElseThrow()).isInstanceOf(type);
        assertThat(server.requests()).hasSize(1);
        assertThat(result.usage().input())
                .isPositive()
                .isEqualTo(server.ledger().input());
        assertThat(result.usage().output())
                .isPositive()
                .isEqualTo(server.ledger().output());
        assertThat(store.list(ImageQuery.all())).isEmpty();
        assertThat(watched.spools)
                .hasSize(1)
                .allSatisfy(spool -> assertThat(spool).doesNotExist());
    }

    /** Remembers where the pictures of each call were received. */
    private static final class Watched implements OpenAiToolService {
        private final OpenAiToolService service;
        private final List<Path> spools = new CopyOnWriteArrayList<>();

        Watched(OpenAiToolService service) {
            this.service = service;
        }

        @Override
        public ToolCallResponse executeToolCall(ToolCallRequest request, CallContext context) {
            spools.add(context.images().begin().finish().file().getParent());
            return service.executeToolCall(request, context);
        }
    }
}
