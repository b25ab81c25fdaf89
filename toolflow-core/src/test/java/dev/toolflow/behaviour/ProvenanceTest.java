package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.DRAW;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.pictureFlow;
import static dev.toolflow.behaviour.NoonEngine.NOON;
import static dev.toolflow.behaviour.NoonEngine.TWO_SQUARES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toolflow.RunOptions;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.image.GeneratedImage;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.store.Attachment;
import dev.toolflow.store.ImageOrigin.Kind;
import dev.toolflow.store.ImageQuery;
import dev.toolflow.store.ImageRecord;
import dev.toolflow.store.ImageStore;
import dev.toolflow.testing.MockImages;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.OpenAiToolService;
import dev.toolflow.tool.ToolCallResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ProvenanceTest {
    private final NoonEngine noon = new NoonEngine();
    private final MockOpenAiToolService mock = noon.mock;
    private final ImageStore store = noon.store;

    @Nested
    class The_record_of_a_picture {
        @Test
        void says_which_call_it_came_from_and_what_was_asked() {
            mock.on(DRAW).images(2, 64, 64);
            try (var engine = noon.engine(mock)) {
                var images = engine.run(TWO_SQUARES, TEA, RunOptions.defaults().id("run-7"))
                        .output()
                        .images();

                List<ImageRecord> records = store.list(ImageQuery.all().run("run-7"));
                assertThat(records).extracting(ImageRecord::image).containsExactlyInAnyOrderElementsOf(images);
                assertThat(records)
                        .extracting(record -> record.origin().index())
                        .containsExactlyInAnyOrder(0, 1);
                assertThat(records).allSatisfy(record -> {
                    assertThat(record.created()).isEqualTo(NOON);
                    assertThat(record.origin().stepId()).isEqualTo("generate_image");
                    assertThat(record.origin().attempt()).isEqualTo(1);
                    assertThat(record.origin().kind()).isEqualTo(Kind.FINAL);
                    assertThat(record.origin().call().model()).isEqualTo("gpt-image-2");
                    assertThat(record.origin().call().responseId()).isEqualTo("mock-generate_image-1");
                    assertThat(record.origin().call().size()).isEqualTo("64x64");
                    assertThat(record.origin().call().quality()).isEqualTo("high");
                    assertThat(record.origin().call().background()).isEqualTo("opaque");
                });
            }
        }

        @Test
        void has_the_hash_of_the_prompt_and_never_the_prompt() {
            mock.on(DRAW).image(8, 8);
            try (var engine = noon.engine(mock)) {
                engine.run(pictureFlow(ToolCallStep.of(DRAW)), new Topic("abc"));
            }
            assertThat(store.list(ImageQuery.all()))
                    .singleElement()
                    .satisfies(record -> assertThat(record.origin().call().promptSha256())
                            .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
        }

        @Test
        void has_the_hash_of_the_prompt_that_the_service_sent_where_it_says_so() {
            String sent = "c".repeat(64);
            OpenAiToolService telling = (request, context) -> {
                ToolCallResponse reply = mock.executeToolCall(request, context);
                String output =
                        "{\"prompt_sha256\":\"" + sent + "\"," + reply.output().substring(1);
                return new ToolCallResponse(output, reply.receipt());
            };
            mock.on(DRAW).image(8, 8);
            try (var engine = noon.engine(telling)) {
                engine.run(pictureFlow(ToolCallStep.of(DRAW)), TEA);
            }
            assertThat(store.list(ImageQuery.all()))
                    .extracting(record -> record.origin().call().promptSha256())
                    .containsExactly(sent);
        }

        @Test
        void says_what_a_parameter_came_to_where_the_reply_says_so() {
            OpenAiToolService telling = (request, context) -> {
                ToolCallResponse reply = mock.executeToolCall(request, context);
                String said = "{\"size\":\"128x64\",\"quality\":\"" + "x".repeat(33) + "\",\"background\":null,";
                return new ToolCallResponse(said + reply.output().substring(1), reply.receipt());
            };
            mock.on(DRAW).images(2, 64, 64);
            try (var engine = noon.engine(telling)) {
                engine.run(TWO_SQUARES, TEA);
            }
            assertThat(store.list(ImageQuery.all()))
                    .hasSize(2)
                    .extracting(record -> record.origin().call())
                    .allSatisfy(call -> {
                        assertThat(call.size()).isEqualTo("128x64");
                        assertThat(call.quality()).isEqualTo("high");
                        assertThat(call.background()).isEqualTo("opaque");
                    });
        }

        @Test
        void is_another_one_for_equal_pictures_of_one_reply() {
            OpenAiToolService twice = (request, context) -> {
                mock.executeToolCall(request, context);
                return mock.executeToolCall(request, context);
            };
            mock.on(DRAW).answerImage(request -> MockImages.png(8, 8, 0x336699));
            try (var engine = noon.engine((request, context) -> {
                ToolCallResponse one = twice.executeToolCall(request, context);
                String image = one.output().replace("{\"images\":[", "").replace("]}", "");
                return new ToolCallResponse("{\"images\":[" + image + "," + image + "]}", one.receipt());
            })) {
                assertThat(engine.run(TWO_SQUARES, TEA).output().images()).hasSize(2);
            }
            assertThat(store.list(ImageQuery.all())).hasSize(2);
        }

        @Test
        void has_the_attributes_of_the_run() {
            mock.on(DRAW).image(8, 8);
            RunOptions options =
                    RunOptions.defaults().attribute("tenant", "acme").attribute("user", "u-1");
            try (var engine = noon.engine(mock)) {
                engine.run(pictureFlow(ToolCallStep.of(DRAW)), TEA, options.attribute("user", "u-2"));
            }
            assertThat(store.list(ImageQuery.all().attribute("tenant", "acme")))
                    .singleElement()
                    .satisfies(record ->
                            assertThat(record.attributes()).isEqualTo(Map.of("tenant", "acme", "user", "u-2")));
        }
    }

    @Nested
    class An_attribute {
        @Test
        void is_refused_when_its_name_or_value_is_out_of_bounds() {
            RunOptions options = RunOptions.defaults();

            for (String name : List.of("", "1st", "a b", "a\n", "a".repeat(65))) {
                assertThatThrownBy(() -> options.attribute(name, "x")).isInstanceOf(IllegalArgumentException.class);
            }
            assertThatThrownBy(() -> options.attribute("bio", "secret".repeat(100)))
                    .hasMessageContaining("'bio'")
                    .hasMessageContaining("at most 512")
                    .hasMessageNotContaining("secret");
        }

        @Test
        void is_one_of_at_most_32() {
            RunOptions options = RunOptions.defaults();
            for (int i = 0; i < 32; i++) {
                options = options.attribute("name" + i, "x");
            }
            RunOptions full = options;

            assertThatThrownBy(() -> full.attribute("more", "x")).hasMessageContaining("at most 32");
            assertThat(full.attribute("name0", "y")).isNotNull();
        }
    }

    @Nested
    class An_upload {
        @Test
        void goes_through_the_engines_guards_into_its_store() throws IOException {
            try (var engine = noon.engine(mock)) {
                GeneratedImage photo = engine.ingestor()
                        .ingest(new ByteArrayInputStream(MockImages.png(9, 9, 0)), null, Map.of("user", "u-17"));

                assertThat(store.list(ImageQuery.all().attribute("user", "u-17")))
                        .singleElement()
                        .satisfies(record -> {
                            assertThat(record.image()).isEqualTo(photo);
                            assertThat(record.created()).isEqualTo(NOON);
                            assertThat(record.origin()).isNull();
                        });
                ImageQuery mine = ImageQuery.all().attribute("user", "u-17");
                assertThat(Attachment.of(photo, store, mine).toolCallId()).isNull();
            }
        }
    }
}
