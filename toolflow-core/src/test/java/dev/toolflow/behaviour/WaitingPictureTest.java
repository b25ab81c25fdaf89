package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.DRAW;
import static dev.toolflow.behaviour.Lines.TEA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.image.ImageGenerationOutput;
import dev.toolflow.step.StepException;
import dev.toolflow.store.ImageQuery;
import dev.toolflow.store.ImageRecord;
import dev.toolflow.store.ImageStore;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.OpenAiToolService;
import dev.toolflow.tool.ToolCallResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A picture lies in its spool, where others may reach it, until its run is resumed. */
@Timeout(60)
class WaitingPictureTest {
    private static final ToolFlow<Topic, ImageGenerationOutput> FLOW =
            ToolFlow.define("draw", Topic.class, (flow, topic) -> flow.step(DRAW, topic.map(t -> Cups.CUP)));

    @TempDir
    private Path directory;

    private final MockOpenAiToolService mock = MockOpenAiToolService.create();
    private final List<Path> spooled = new CopyOnWriteArrayList<>();
    private final List<ImageRecord> received = new ArrayList<>();
    private BreakableStore store;
    private ToolFlowEngine engine;

    @BeforeEach
    void an_engine_whose_store_may_break() {
        store = new BreakableStore(ImageStore.directory(directory.resolve("store")));
        OpenAiToolService watched = (request, context) -> {
            ToolCallResponse response = mock.executeToolCall(request, context);
            context.images().images().forEach(image -> spooled.add(image.file()));
            return response;
        };
        engine = ToolFlowEngine.builder(watched).images(store).build();
        store.tellsReceived(received::add);
        mock.on(DRAW).image(16, 16);
    }

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void that_was_changed_meanwhile_is_not_stored_though_it_is_a_sound_picture() throws IOException {
        store.isDown();
        var failed = engine.run(FLOW, TEA);
        store.isUp();
        Path picture = spooled.get(0);
        Files.write(picture, changed(Files.readAllBytes(picture)));

        var again = engine.resume(FLOW, failed);

        assertThat(again.step(DRAW).error())
                .isInstanceOf(StepException.StoreFailed.class)
                .hasMessageContaining("hash");
        assertThat(engine.images().list(ImageQuery.all())).isEmpty();
    }

    @Test
    void alone_is_hashed_again_and_not_one_that_was_just_received() {
        engine.run(FLOW, TEA);
        assertThat(received).hasSize(1);

        mock.on(DRAW).image(8, 8);
        store.isDown();
        var failed = engine.run(FLOW, TEA);
        store.isUp();
        received.clear();
        engine.resume(FLOW, failed);

        assertThat(received).isEmpty();
    }

    /** Another content of the same length in the same structure, with a right checksum. */
    private static byte[] changed(byte[] png) {
        int type = new String(png, StandardCharsets.ISO_8859_1).indexOf("IDAT");
        ByteBuffer bytes = ByteBuffer.wrap(png.clone());
        int length = bytes.getInt(type - 4);
        bytes.put(type + 4 + length - 1, (byte) (png[type + 4 + length - 1] ^ 1));
        CRC32 crc = new CRC32();
        crc.update(bytes.array(), type, 4 + length);
        bytes.putInt(type + 4 + length, (int) crc.getValue());
        return bytes.array();
    }
}
