package dev.toolflow.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.toolflow.image.ImageEditInput;
import dev.toolflow.image.ImageSource;
import dev.toolflow.testkit.FakeOpenAiServer;
import dev.toolflow.tool.ToolCallException.Rejected;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EditedFilesTest {
    private static final byte[] PNG = Pictures.png(64, 64);

    private final FakeOpenAiServer server = FakeOpenAiServer.start();
    private final DefaultOpenAiToolService service = Calls.service(server.baseUrl());
    private final Calls.Context context = new Calls.Context();

    @TempDir
    Path directory;

    @AfterEach
    void close() {
        context.close();
        service.close();
        server.close();
    }

    @Nested
    class A_file_that_cannot_be_edited {

        @Test
        void is_rejected_by_name_before_anything_is_sent_when_it_is_missing() {
            assertThat(rejected(directory.resolve("gone.png")))
                    .hasMessageContaining("step 'banner'")
                    .hasMessageContaining("gone.png");
        }

        @Test
        void is_rejected_when_it_is_no_picture_although_its_name_says_so() throws IOException {
            assertThat(rejected(Files.writeString(directory.resolve("logo.png"), "<svg/>")))
                    .hasMessageContaining("it is an SVG")
                    .hasMessageContaining("send PNG, JPEG or WebP");
        }

        private Rejected rejected(Path file) {
            Rejected rejected = catchThrowableOfType(
                    Rejected.class,
                    () -> service.executeToolCall(
                            Calls.edit(ImageEditInput.of("It", List.of(ImageSource.of(file)))), context));
            assertThat(server.requests()).isEmpty();
            return rejected;
        }
    }

    @Nested
    class A_file_that_changes_on_its_way {

        @Test
        void is_rejected_as_the_files_fault_not_the_networks() throws IOException {
            Path file = Files.write(directory.resolve("logo"), PNG);
            EditBody body = EditBody.of(
                    Calls.edit(ImageEditInput.of("It", List.of(ImageSource.of(file)))), context, Calls.IMAGES);
            Files.write(file, new byte[10]);

            assertThat(catchThrowableOfType(Rejected.class, () -> body.writeTo(new ByteArrayOutputStream())))
                    .hasMessageContaining("another length");
        }

        @Test
        void is_rejected_when_it_grew() throws IOException {
            Path file = Files.write(directory.resolve("logo"), PNG);
            EditBody body = EditBody.of(
                    Calls.edit(ImageEditInput.of("It", List.of(ImageSource.of(file)))), context, Calls.IMAGES);
            Files.write(file, Pictures.png(500, 500));

            assertThat(catchThrowableOfType(Rejected.class, () -> body.writeTo(new ByteArrayOutputStream())))
                    .hasMessageContaining("another length");
        }
    }
}
