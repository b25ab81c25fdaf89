package dev.toolflow.examples;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.toolflow.testkit.FakeOpenAiServer;
import dev.toolflow.testkit.ImageFault;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What becomes of odd pictures that a model gives for icons. */
class IconPicturesTest {
    private final FakeOpenAiServer server = FakeOpenAiServer.start();

    @TempDir
    private Path out;

    @AfterEach
    void closeTheServer() {
        server.close();
    }

    @Test
    void one_that_cannot_be_decoded_is_drawn_again() {
        server.on("generate_image").reply(ImageFault.imageBytes(undecodable()));

        var ended = draw();

        assertThat(ended.exit()).as(ended.both()).isZero();
        assertThat(server.requests("generate_image")).hasSize(2);
        assertThat(out.resolve("icon-4.png")).exists();
    }

    @Test
    void ones_that_never_can_be_decoded_fail_are_kept_as_rejected_and_show_no_stack_trace() {
        var bad = ImageFault.imageBytes(undecodable());
        server.on("generate_image").reply(bad, bad, bad);

        List<ILoggingEvent> logged = loggedBy(() -> assertThat(draw().exit()).isEqualTo(1));

        assertThat(server.requests("generate_image")).hasSize(3);
        assertThat(logged).allMatch(event -> event.getThrowableProxy() == null);
        assertThat(out.resolve("icon-1.png")).doesNotExist();
        assertThat(out.resolve("icon-rejected-1.png")).exists();
    }

    @Test
    void equal_ones_all_have_their_files() {
        server.on("generate_image").reply(ImageFault.imageBytes(striped()));

        var ended = draw();

        assertThat(ended.out()).contains("4 variants");
        for (int number = 1; number <= 4; number++) {
            assertThat(out.resolve("icon-" + number + ".png")).hasBinaryContent(striped());
            assertThat(Program.text(out.resolve("report.html"))).contains("icon-" + number + ".png");
        }
    }

    private Program.Ended draw() {
        return Program.talkingTo(server)
                .run(out, "icons", "--name", "Harbour", "--prompt", "A lighthouse", "--size", "320x320");
    }

    private static List<ILoggingEvent> loggedBy(Runnable program) {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        root.addAppender(log);
        try {
            program.run();
        } finally {
            root.detachAppender(log);
        }
        return log.list;
    }

    private static byte[] striped() {
        BufferedImage picture = new BufferedImage(96, 96, BufferedImage.TYPE_INT_RGB);
        for (int x = 0; x < 96; x += 2) {
            for (int y = 0; y < 96; y++) {
                picture.setRGB(x, y, 0xffcc00);
            }
        }
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try {
            ImageIO.write(picture, "png", png);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return png.toByteArray();
    }

    /** A sound header, and in place of compressed pixels bytes that are none, with a right checksum. */
    private static byte[] undecodable() {
        byte[] header = Arrays.copyOf(striped(), 33);
        byte[] none = new byte[64];
        Arrays.fill(none, (byte) 0xee);
        return ByteBuffer.allocate(33 + 12 + none.length + 12)
                .put(header)
                .put(chunk("IDAT", none))
                .put(chunk("IEND", new byte[0]))
                .array();
    }

    private static byte[] chunk(String type, byte[] content) {
        byte[] named = ByteBuffer.allocate(4 + content.length)
                .put(type.getBytes(StandardCharsets.US_ASCII))
                .put(content)
                .array();
        CRC32 sum = new CRC32();
        sum.update(named);
        return ByteBuffer.allocate(8 + named.length)
                .putInt(content.length)
                .put(named)
                .putInt((int) sum.getValue())
                .array();
    }
}
